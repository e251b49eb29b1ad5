import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { InboxQuery, inboxOf, inboxPage, readEverything, readMessage } from "#app/mail/inbox.server.ts";
import type { Template } from "#app/mail/templates.ts";
import { addDays, addHours } from "#app/register/days.ts";
import { countUnread } from "#db/inbox.ts";
import { queueMessage } from "#db/outbox.ts";
import { callerFor } from "#test/support/caller.ts";
import { databases, testStart as now, type TestDatabase } from "#test/support/databases.ts";
import { addPeople, type People } from "#test/support/people.ts";
import { refusalOf } from "#test/support/refusal-of.ts";

for (const [name, open] of Object.entries(databases))
  describe(name, () => {
    let world: TestDatabase;
    let people: People;
    beforeAll(async () => {
      world = await open();
      people = await addPeople(world);
    });
    afterAll(() => world.close());
    beforeEach(() => world.db.deleteFrom("outbox").execute());

    let count = 0;
    const queue = async (who: keyof People, template: Template, at = now) => {
      count += 1;
      const id = `msg_${String(count).padStart(4, "0")}`;
      const data = { id: `EXC-2026-${count}`, title: "IMAP polling", startsAt: now, endsAt: now, sealedUrl: "sealed" };
      const message = { template, toUserId: people[who].userId, toAddress: people[who].userName, data };
      await queueMessage(world.db, world.workspace.id, { message, bundle: null, id }, at);
      return id;
    };
    const inbox = async (who: keyof People) => inboxOf(await callerFor(world, people[who], now), now);
    const page = async (who: keyof People, asked: object = {}, limit = 25) =>
      inboxPage(world.db, await inbox(who), InboxQuery.parse(asked), limit);

    test("an inbox has what was written to its reader in the last 90 days, in words, and nobody else's", async () => {
      await queue("owner", "exception_expiring", addDays(now, -91));
      await queue("owner", "exception_expired", addDays(now, -90));
      await queue("requestor", "review_due");
      const mine = await queue("owner", "review_due");
      const { items, next } = await page("owner");
      expect(items.map(({ id }) => id)[0]).toBe(mine);
      expect(items).toHaveLength(2);
      expect(next).toBeNull();
      expect(items[0]).toMatchObject({
        subject: expect.stringContaining("a review is due"),
        link: { url: expect.stringMatching(/^\/exceptions\/EXC-2026-\d+/) },
        topic: "reviews",
        isRead: false,
      });
      expect((await page("admin")).items).toEqual([]);
    });

    test("a link that lets somebody in is never shown, nor a mail that carries what is there already", async () => {
      for (const template of ["invitation", "password_reset", "digest", "catch_up_digest"] as const)
        await queue("owner", template);
      expect((await page("owner")).items).toEqual([]);
      expect(await countUnread(world.db, await inbox("owner"))).toBe(0);
    });

    test("opening a message leads to its page and marks it as read, for its reader alone", async () => {
      const id = await queue("owner", "review_due");
      expect(await refusalOf(readMessage(world.db, await inbox("requestor"), id, now))).toBe("not_found");
      expect(await countUnread(world.db, await inbox("owner"))).toBe(1);
      expect(await readMessage(world.db, await inbox("owner"), id, addHours(now, 1))).toBe(
        `/exceptions/EXC-2026-${count}`,
      );
      await readMessage(world.db, await inbox("owner"), id, addHours(now, 2));
      const { readAt } = await world.db.selectFrom("outbox").select("readAt").executeTakeFirstOrThrow();
      expect(readAt).toBe(addHours(now, 1));
      expect(await countUnread(world.db, await inbox("owner"))).toBe(0);
    });

    test("a secret message cannot be opened in the inbox by its id", async () => {
      const id = await queue("owner", "password_reset");
      expect(await refusalOf(readMessage(world.db, await inbox("owner"), id, now))).toBe("not_found");
    });

    test("an inbox is filtered by topic and by what is unread, and read as a whole", async () => {
      await queue("owner", "review_due");
      await queue("owner", "comment_added");
      const other = await queue("identity", "review_due");
      expect((await page("owner", { topic: "comments" })).items.map(({ topic }) => topic)).toEqual(["comments"]);
      expect(await readEverything(world.db, await inbox("owner"), now)).toBe(2);
      expect((await page("owner", { unread: "1" })).items).toEqual([]);
      expect((await page("owner", { topic: "no such topic" })).items).toHaveLength(2);
      expect((await page("identity", { unread: "1" })).items.map(({ id }) => id)).toEqual([other]);
    });

    test("pages follow each other without a gap, also where many messages are of one instant", async () => {
      const ids: string[] = [];
      for (let each = 0; each < 7; each++)
        ids.push(await queue("owner", "review_due", each < 5 ? now : addHours(now, -1)));
      const seen: string[] = [];
      let before: string | null = null;
      do {
        const { items, next }: Awaited<ReturnType<typeof page>> = await page("owner", { before }, 3);
        seen.push(...items.map(({ id }) => id));
        before = next;
      } while (before);
      expect(seen).toHaveLength(7);
      expect(new Set(seen)).toEqual(new Set(ids));
    });
  });
