import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { openSession } from "#app/auth/session.server.ts";
import { contentOf } from "#app/mail/content-of.ts";
import { InboxQuery, inboxOf, inboxPage, readEverything, readMessage } from "#app/mail/inbox.server.ts";
import { inboxTemplates } from "#app/mail/inbox-templates.ts";
import type { Template } from "#app/mail/templates.ts";
import { addDays, addHours } from "#app/register/days.ts";
import { action, loader } from "#app/routes/inbox.tsx";
import { countUnread } from "#db/inbox.ts";
import { queueMessage } from "#db/outbox.ts";
import { callerFor } from "#test/support/caller.ts";
import { databases, testStart as now, type TestDatabase } from "#test/support/databases.ts";
import { makeContext } from "#test/support/make-context.ts";
import { addPeople, type People } from "#test/support/people.ts";
import { refusalOf } from "#test/support/refusal-of.ts";
import { letIn, nobody, openTestSecrets } from "#test/support/sign-in.ts";
import { visit } from "#test/support/visit.ts";
import { mailData } from "./mail-data.ts";

test("every message of an inbox leads to a page of the register, and nowhere else", () => {
  for (const template of inboxTemplates())
    expect(contentOf(template, mailData(template), { publicUrl: "" }).link.url).toMatch(/^\/[a-z]/);
});

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

    test("the page opens a message by a form, which leads to what it is about", async () => {
      const id = await queue("owner", "review_due");
      const methods = [{ method: "passkey", completedAt: now, userVerified: true }] as const;
      const { value } = await openSession(world.db, {
        ...{ workspaceId: world.workspace.id, userId: people.owner.userId, methods, client: nobody, now },
        admission: letIn,
      });
      const given = {
        context: makeContext(world, { secrets: openTestSecrets(), now }),
        headers: { Cookie: `mfa_session=${value}` },
      };
      const post = (form: Record<string, string>) =>
        visit({ action }, "action", { path: "/inbox?unread=1", form }, given);
      expect(await visit({ loader }, "loader", { path: "/inbox" }, given)).toMatchObject({
        answer: 200,
        text: expect.stringContaining('"unread":1'),
      });
      expect((await post({ intent: "open", id })).answer).toBe(`→ /exceptions/EXC-2026-${count}`);
      expect((await post({ intent: "read", id })).answer).toBe("→ /inbox");
      expect((await post({ intent: "read_all" })).answer).toBe("→ /inbox");
      expect((await post({ intent: "delete", id })).answer).toBe(400);
      expect(await countUnread(world.db, await inbox("owner"))).toBe(0);
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
