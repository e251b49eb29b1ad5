import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createMailer, type Mailer } from "#app/mail/mailer.server.ts";
import { LogQuery, messageLog, retryMessage } from "#app/mail/message-log.server.ts";
import { messageStates } from "#app/mail/message-states.ts";
import { addHours } from "#app/register/days.ts";
import { lastBounce } from "#db/message-log.ts";
import { type Bundle, queueMessage } from "#db/outbox.ts";
import { sendOutbox } from "#jobs/send-outbox.ts";
import { callerFor } from "#test/support/caller.ts";
import { databases, testStart as now, type TestDatabase } from "#test/support/databases.ts";
import { jobContext } from "#test/support/job-context.ts";
import { type MailServer, startMailServer } from "#test/support/mail-server.ts";
import { addPeople, type People } from "#test/support/people.ts";
import { refusalOf } from "#test/support/refusal-of.ts";

for (const [name, open] of Object.entries(databases))
  describe(name, () => {
    let world: TestDatabase;
    let people: People;
    let server: MailServer;
    let mailer: Mailer | null;
    beforeAll(async () => {
      [world, server] = await Promise.all([open(), startMailServer()]);
      people = await addPeople(world);
      const env = { MAIL_FROM: "Register <register@acme.example>", PUBLIC_URL: "https://register.example" };
      mailer = createMailer({ ...env, SMTP_URL: server.url });
    });
    afterAll(async () => {
      mailer?.close();
      await Promise.all([world.close(), server.close()]);
    });
    beforeEach(async () => {
      server.refuseWith(null);
      for (const table of ["deliveries", "outbox"] as const) await world.db.deleteFrom(table).execute();
    });

    const queue = (who: keyof People, id: string, bundle: Bundle | null = null) => {
      const message = {
        template: "review_due",
        toUserId: people[who].userId,
        toAddress: people[who].userName,
        data: {},
      };
      return queueMessage(world.db, world.workspace.id, { message, bundle, id } as never, now);
    };
    const run = (at: string) => sendOutbox.run(jobContext(world, mailer), world.workspace, at);
    const log = async (asked: object = {}) =>
      (await messageLog(world.db, world.workspace.id, LogQuery.parse(asked))).rows;
    const retry = async (who: keyof People, id: string, at = now) =>
      retryMessage(world.db, { caller: await callerFor(world, people[who], at), id, now: at });
    const set = (id: string, columns: object) =>
      world.db.updateTable("outbox").set(columns).where("id", "=", id).execute();

    test("every state of a message is named, and found by its name", async () => {
      for (const state of messageStates) await queue("owner", state, state === "bundled" ? "digest" : null);
      const done = { nextAttemptAt: null };
      await set("quiet", { nextAttemptAt: addHours(now, 8), triedFrom: addHours(now, 8) });
      await set("retrying", { attempts: 2 });
      await set("sent", { ...done, attempts: 1, sentAt: now });
      await set("sent_together", { ...done, bundle: "digest", bundledIn: "sent" });
      await set("unmailed", { ...done, unmailedAt: now });
      await set("withheld", { ...done, attempts: 1, withheldAt: now });
      await set("given_up", { ...done, attempts: 9, failedAt: now });
      expect(Object.fromEntries((await log()).map(({ id, state }) => [id, state]))).toEqual(
        Object.fromEntries(messageStates.map((state) => [state, state])),
      );
      for (const state of messageStates) expect((await log({ state })).map(({ id }) => id)).toEqual([state]);
      expect(await log({ to: "OWNER@" })).toHaveLength(messageStates.length);
      expect(await log({ to: "requestor" })).toEqual([]);
    });

    test("an address that bounced is shown with the server's words, until mail to it arrives", async () => {
      const bounce = () => lastBounce(world.db, world.workspace.id, people.owner.userId);
      await queue("owner", "msg_1");
      server.refuseWith(550);
      await run(now);
      expect(await bounce()).toMatchObject({
        at: now,
        address: people.owner.userName,
        response: expect.stringContaining("550"),
      });
      const [row] = await log({ state: "given_up" });
      expect(row?.deliveries).toMatchObject([{ attempt: 1, outcome: "given_up" }]);
      server.refuseWith(null);
      await retry("admin", "msg_1", addHours(now, 60));
      expect(await run(addHours(now, 60))).toMatchObject({ sent: 1 });
      expect(await bounce()).toBeNull();
    });

    test("what was given up is tried again by an admin alone, to the address of today, and the log says so", async () => {
      await queue("owner", "msg_1");
      expect(await refusalOf(retry("admin", "msg_1"))).toBe("not_found");
      await set("msg_1", { nextAttemptAt: null, failedAt: now, attempts: 9, toAddress: "old@acme.example" });
      for (const who of ["owner", "auditor", "identity"] as const)
        expect(await refusalOf(retry(who, "msg_1"))).toBe("not_admin");
      const late = addHours(now, 100);
      const tried = await Promise.allSettled(Array.from({ length: 50 }, () => retry("admin", "msg_1", late)));
      expect(tried.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
      server.refuseWith(451);
      // It is tried for two days once more, and not given up because it is old.
      expect(await run(late)).toMatchObject({ failed: 1, given_up: 0 });
      expect((await log())[0]).toMatchObject({ state: "retrying", toAddress: people.owner.userName });
      const events = await world.db
        .selectFrom("auditEvents")
        .select("data")
        .where("type", "=", "message.retried")
        .execute();
      expect(events.map(({ data }) => JSON.parse(data))).toContainEqual({
        template: "review_due",
        toUserId: people.owner.userId,
      });
    });
  });
