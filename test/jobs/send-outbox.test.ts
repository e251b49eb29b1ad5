import { describe, expect, onTestFinished, test } from "vitest";
import { createMailer } from "#app/mail/mailer.server.ts";
import { addHours } from "#app/register/days.ts";
import { type Message, queueMessage } from "#db/outbox.ts";
import { nextAttemptAt } from "#jobs/next-attempt.ts";
import { sendOutbox } from "#jobs/send-outbox.ts";
import { databases, testStart } from "#test/support/databases.ts";
import { jobContext } from "#test/support/job-context.ts";
import { startMailServer } from "#test/support/mail-server.ts";

const data = {
  id: "EXC-2026-0042",
  title: "IMAP polling",
  startsAt: testStart,
  endsAt: "2026-12-01T09:00:00.000Z",
  rating: "low",
};
const message: Message = { template: "exception_active", toUserId: null, toAddress: "ines@acme.example", data };
const minutes = (count: number) => addHours(testStart, count / 60);

for (const [name, open] of Object.entries(databases))
  describe(name, () => {
    const opened = async (over: Partial<Message> = {}) => {
      const [database, server] = await Promise.all([open(), startMailServer()]);
      const mailer = createMailer({
        SMTP_URL: server.url,
        MAIL_FROM: "Register <register@acme.example>",
        PUBLIC_URL: "https://register.example",
      });
      onTestFinished(async () => {
        mailer?.close();
        await Promise.all([database.close(), server.close()]);
      });
      const { db, workspace } = database;
      await queueMessage(db, workspace.id, { message: { ...message, ...over }, bundle: null }, testStart);
      const run = (now: string) => sendOutbox.run(jobContext(database, mailer), workspace, now);
      const deliveries = () =>
        db.selectFrom("deliveries").select(["attempt", "outcome", "response"]).orderBy("attempt").execute();
      const queued = () =>
        db.selectFrom("outbox").select(["attempts", "nextAttemptAt", "sentAt", "failedAt"]).executeTakeFirstOrThrow();
      return { ...database, server, mailer, run, deliveries, queued };
    };

    test("a queued message reaches its address once, with a row for the delivery", async () => {
      const { run, server, deliveries, queued } = await opened();
      expect(await run(testStart)).toMatchObject({ sent: 1, failed: 0, given_up: 0 });
      expect(await run(minutes(600))).toMatchObject({ sent: 0 });
      expect(server.received.map(({ to }) => to)).toEqual([["ines@acme.example"]]);
      expect(server.received[0]?.raw).toContain("https://register.example/exceptions/EXC-2026-0042");
      expect(server.received[0]?.raw).toContain("Auto-Submitted: auto-generated");
      expect(await deliveries()).toMatchObject([{ attempt: 1, outcome: "sent" }]);
      expect(await queued()).toMatchObject({ sentAt: testStart, nextAttemptAt: null, failedAt: null });
    });

    test("nodes that send at once send a message once", async () => {
      const { run, server } = await opened();
      await Promise.all([1, 2, 3, 4].map(() => run(testStart)));
      expect(server.received).toHaveLength(1);
    });

    test("a message that a server puts off is tried again after 1, 5, 15 and 60 minutes and then every six hours", async () => {
      const { run, server, queued } = await opened();
      server.refuseWith(451);
      let now = testStart;
      const pauses: number[] = [];
      for (let attempt = 1; attempt <= 6; attempt++) {
        expect(await run(now)).toMatchObject({ failed: 1 });
        const next = (await queued()).nextAttemptAt ?? "";
        pauses.push((Date.parse(next) - Date.parse(now)) / 60_000);
        expect(await run(addHours(next, -0.001))).toMatchObject({ failed: 0, sent: 0 });
        now = next;
      }
      expect(pauses).toEqual([1, 5, 15, 60, 360, 360]);
      server.refuseWith(null);
      expect(await run(now)).toMatchObject({ sent: 1 });
    });

    test("a server that is away is a failed attempt, and the message is kept", async () => {
      const { run, server, deliveries, queued } = await opened();
      await server.close();
      expect(await run(testStart)).toMatchObject({ failed: 1, faults: 0 });
      expect((await deliveries())[0]?.response).toContain("ECONNREFUSED");
      expect(await queued()).toMatchObject({ attempts: 1, nextAttemptAt: minutes(1), failedAt: null });
    });

    test("after two days a message is given up, and an address that is refused for good is given up at once", async () => {
      const late = await opened();
      late.server.refuseWith(451);
      expect(await late.run(addHours(testStart, 47.99))).toMatchObject({ given_up: 1 });
      expect(await late.queued()).toMatchObject({ nextAttemptAt: null, sentAt: null });
      const refused = await opened();
      refused.server.refuseWith(550);
      expect(await refused.run(testStart)).toMatchObject({ given_up: 1 });
    });

    test("an account without an address is given up without asking a server", async () => {
      const { run, server, deliveries } = await opened({ toAddress: "ad8d2b4a-8d30-413f-88b8-144c6c8d98d9" });
      expect(await run(testStart)).toMatchObject({ given_up: 1 });
      expect(server.received).toEqual([]);
      expect((await deliveries())[0]?.response).toBe("this account has no address");
    });

    test("an address with a second one in it, and a title with a line break, reach nobody else", async () => {
      const { run, server } = await opened({
        toAddress: "ines@acme.example, mallory@evil.example",
        data: { ...data, id: "EXC-2026-0042\r\nBcc: mallory@evil.example" },
      });
      await run(testStart);
      const reached = server.received.flatMap(({ to }) => to);
      expect(reached.some((address) => address.startsWith("mallory@"))).toBe(false);
      expect(server.received.every(({ raw }) => !/^Bcc:/im.test(raw))).toBe(true);
    });

    test("without a mail server messages stay queued, and the report says so", async () => {
      const { workspace, queued, ...database } = await opened();
      const report = await sendOutbox.run(jobContext(database), workspace, testStart);
      expect(report).toEqual({ sent: 0, waiting: 1, note: "SMTP_URL is not set; messages stay queued." });
      expect(await queued()).toMatchObject({ attempts: 0 });
    });
  });

test("the pauses end where the message would be older than 48 hours", () => {
  expect(nextAttemptAt(testStart, 9, addHours(testStart, 42))).toBe(addHours(testStart, 48));
  expect(nextAttemptAt(testStart, 9, addHours(testStart, 42.1))).toBeNull();
});
