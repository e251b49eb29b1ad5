import { describe, expect, onTestFinished, test } from "vitest";
import { loader as inbox, action as read } from "#app/routes/api.v1.me.inbox.ts";
import { action as choose, loader as chosen } from "#app/routes/api.v1.me.notifications.ts";
import { queueMessage } from "#db/outbox.ts";
import { databases } from "#test/support/databases.ts";
import { noon } from "#test/support/make.ts";
import { addPeople, type Person } from "#test/support/people.ts";
import { call, contextFor, tokenFor } from "#test/support/routes.ts";

for (const [name, open] of Object.entries(databases))
  describe(name, () => {
    const opened = async () => {
      const base = await open();
      onTestFinished(() => base.close());
      const people = await addPeople(base);
      const context = contextFor(base);
      const ask = async (
        route: typeof inbox,
        path: string,
        over: { token: string; method?: string; body?: object },
      ) => {
        const answer = await call(route, path, { context, ...over });
        return { status: answer.status, body: await answer.json() };
      };
      const queue = ({ userId, userName }: Person, id: string) => {
        const data = { id: "EXC-2026-0042", title: "IMAP polling", rating: "low" };
        const message = { template: "review_due", toUserId: userId, toAddress: userName, data } as const;
        return queueMessage(base.db, base.workspace.id, { message, bundle: null, id }, noon);
      };
      return { base, people, ask, queue, token: (who: Person) => tokenFor(base, who, ["read", "write"]) };
    };

    test("a token reads the inbox of its bearer, and marks it as read", async () => {
      const { people, ask, queue, token } = await opened();
      await queue(people.owner, "msg_1");
      await queue(people.requestor, "msg_2");
      const mine = await token(people.owner);
      const { body } = await ask(inbox, "/api/v1/me/inbox?topic=reviews&unread=1", { token: mine });
      expect(body).toMatchObject({
        data: [
          { id: "msg_1", topic: "reviews", is_read: false, url: expect.stringContaining("/exceptions/EXC-2026-0042") },
        ],
        next_cursor: null,
        unread: 1,
      });
      const marked = (id: string | undefined) =>
        ask(read, "/api/v1/me/inbox", { token: mine, method: "POST", body: { id } });
      expect(await marked("msg_2")).toMatchObject({ status: 404, body: { code: "not_found" } });
      expect(await marked("msg_1")).toEqual({ status: 200, body: { unread: 0 } });
      await queue(people.owner, "msg_3");
      expect(await marked(undefined)).toEqual({ status: 200, body: { unread: 0 } });
    });

    test("a token chooses how its bearer is mailed, within the bounds, and the log has both sides", async () => {
      const { base, people, ask, token } = await opened();
      const mine = await token(people.owner);
      const put = (body: object) => ask(choose, "/api/v1/me/notifications", { token: mine, method: "PUT", body });
      const choices = {
        modes: { comments: "off" },
        quiet: { from: "22:00", to: "07:00" },
        digest_hour: 9,
        time_zone: "Asia/Tokyo",
      };
      expect(await put(choices)).toEqual({ status: 200, body: choices });
      expect(await ask(chosen, "/api/v1/me/notifications", { token: mine })).toEqual({ status: 200, body: choices });
      for (const wrong of [
        { modes: { requests: "off" } },
        { modes: { alarms: "digest" } },
        { quiet: { from: "07:00", to: "07:00" } },
        { time_zone: "Mars" },
      ])
        expect(await put(wrong)).toMatchObject({ status: 400, body: { code: "invalid_body" } });
      const { data } = await base.db
        .selectFrom("auditEvents")
        .select("data")
        .where("type", "=", "notifications.chosen")
        .executeTakeFirstOrThrow();
      expect(JSON.parse(data)).toMatchObject({ before: { modes: {} }, after: { digestHour: 9 } });
    });
  });
