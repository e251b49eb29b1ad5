import { Webhook } from "standardwebhooks";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { addHours } from "#app/register/days.ts";
import { rotateSecret } from "#app/webhooks/change-endpoint.server.ts";
import { remove, replay, sendTest } from "#app/webhooks/steer-endpoint.server.ts";
import { openDatabase } from "#db/connect.ts";
import { findEndpoint } from "#db/webhook-endpoints.ts";
import { claimWebhookMessage, listDueWebhookMessages, listWebhookLog } from "#db/webhook-messages.ts";
import { deliverWebhooks } from "#jobs/deliver-webhooks.ts";
import { Ending } from "#jobs/each-due.ts";
import { databases, type TestDatabase, testStart } from "#test/support/databases.ts";
import { jobContext } from "#test/support/job-context.ts";
import { addPeople, type People } from "#test/support/people.ts";
import { startReceiver } from "#test/support/webhook-receiver.ts";
import { addReceiver, changingBy } from "#test/support/webhooks.ts";

const seconds = (count: number, from = testStart) => addHours(from, count / 3600);

for (const [name, open] of Object.entries(databases))
  describe(name, () => {
    let base: TestDatabase;
    let people: People;
    beforeAll(async () => {
      base = await open();
      people = await addPeople(base);
    });
    afterAll(() => base.close());

    const run = (now: string, { db } = base) => deliverWebhooks.run(jobContext({ db }), base.workspace, now);

    /** A receiver that has heard of nothing but the tests it is sent; it is removed again for the next test. */
    const opened = async (now = testStart) => {
      const receiver = await startReceiver();
      const by = changingBy(base, people.boss, now);
      const added = await addReceiver(by, receiver.url, { eventTypes: ["webhook.enabled"] });
      const { id } = added.endpoint;
      onTestFinished(async () => {
        await remove(changingBy(base, people.boss, now), id);
        await receiver.close();
      });
      const endpoint = async () => {
        const found = await findEndpoint(base.db, base.workspace.id, id);
        if (!found) throw new Error("the receiver is gone");
        return found;
      };
      const log = async () =>
        (await listWebhookLog(base.db, base.workspace.id, { endpointId: id, state: null, before: null, limit: 50 }))
          .messages;
      const attempts = () =>
        base.db.selectFrom("webhookAttempts").selectAll().where("endpointId", "=", id).orderBy("attempt").execute();
      return { ...added, id, receiver, by, endpoint, log, attempts };
    };

    test("what happened is told once, signed so that a stranger can check it", async () => {
      // The library that checks it looks at the clock of today.
      const now = new Date().toISOString();
      const { secret, by, id, receiver, endpoint, log } = await opened(now);
      await sendTest(by, id);
      expect(await run(now)).toMatchObject({ delivered: 1 });
      expect(await run(seconds(60, now))).toMatchObject({ delivered: 0 });
      expect(receiver.received).toHaveLength(1);
      const [{ headers, body }] = receiver.received as [(typeof receiver.received)[0]]; // cast: its length was just seen
      expect(new Webhook(secret).verify(body, headers as Record<string, string>)).toMatchObject({
        type: "webhook.tested",
        timestamp: now,
        data: { workspace: "acme", subject: { kind: "webhook", id }, actor: { kind: "user", name: null } },
      });
      expect(() => new Webhook(secret).verify(`${body} `, headers as Record<string, string>)).toThrow();
      expect(headers["content-type"]).toBe("application/json");
      expect(headers["webhook-id"]).toMatch(/^msg_/);
      expect(await endpoint()).toMatchObject({ lastSuccessAt: now, failures: 0 });
      expect(await log()).toMatchObject([{ deliveredAt: now, last: { outcome: "delivered", status: 204 } }]);
    });

    test("while a secret is being replaced both verify, and only the new one after", async () => {
      const now = new Date().toISOString();
      const { secret, by, id, receiver } = await opened(now);
      const next = await rotateSecret(by, id, 1);
      const verifies = (key: string, at: number) => {
        const { headers, body } = receiver.received[at] ?? { headers: {}, body: "" };
        return () => new Webhook(key).verify(body, headers as Record<string, string>);
      };
      await sendTest(by, id);
      await run(now);
      expect(receiver.received[0]?.headers["webhook-signature"]).toMatch(/^v1,\S+ v1,\S+$/);
      for (const key of [secret, next]) expect(verifies(key, 0)).not.toThrow();
      await rotateSecret(by, id, 0);
      await sendTest(by, id);
      await run(now);
      expect(verifies(secret, 1)).toThrow();
      expect(verifies(next, 1)).toThrow();
      expect(receiver.received[1]?.headers["webhook-signature"]).toMatch(/^v1,\S+$/);
    });

    test("a receiver that fails is tried again by the schedule of Standard Webhooks, with the same id, and then given up", async () => {
      const { by, id, receiver, log } = await opened();
      receiver.answerWith(500);
      await sendTest(by, id);
      const pauses: number[] = [];
      let now = testStart;
      for (let attempt = 1; attempt <= 10; attempt++) {
        await run(now);
        const [message] = await log();
        if (attempt === 10) expect(message).toMatchObject({ attempts: 10, nextAttemptAt: null, givenUpAt: now });
        else {
          const next = message?.nextAttemptAt ?? "";
          pauses.push((Date.parse(next) - Date.parse(now)) / 1000);
          expect(await run(addHours(next, -1 / 3_600_000))).toMatchObject({ failed: 0 });
          now = next;
        }
      }
      const hours = (count: number) => count * 3600;
      expect(pauses).toEqual([5, 300, 1800, ...[2, 5, 10, 14, 20, 24].map(hours)]);
      expect(new Set(receiver.received.map(({ headers }) => headers["webhook-id"])).size).toBe(1);
      expect(receiver.received).toHaveLength(10);
    });

    test("a receiver that asks for time gets it, up to a day", async () => {
      const { by, id, receiver, log } = await opened();
      await sendTest(by, id);
      receiver.answerWith(429, { "retry-after": "600" });
      await run(testStart);
      expect((await log())[0]?.nextAttemptAt).toBe(seconds(600));
      receiver.answerWith(503, { "retry-after": "99999999" });
      await run(seconds(600));
      expect((await log())[0]?.nextAttemptAt).toBe(seconds(600 + 86_400));
      // Asking for less than the schedule does not make us faster.
      receiver.answerWith(503, { "retry-after": "1" });
      await run(seconds(600 + 86_400));
      expect((await log())[0]?.nextAttemptAt).toBe(seconds(600 + 86_400 + 1800));
    });

    test("a receiver that says it is gone is disabled at once, and the admins are told once", async () => {
      const { by, id, receiver, endpoint } = await opened();
      receiver.answerWith(410);
      for (let count = 0; count < 6; count++) await sendTest(by, id);
      const told = () => base.db.selectFrom("outbox").selectAll().where("template", "=", "webhook_disabled").execute();
      const before = (await told()).length;
      await Promise.all([run(testStart), run(testStart)]);
      expect(await endpoint()).toMatchObject({ isEnabled: false, disabledFor: "gone" });
      expect((await told()).slice(before).map(({ toAddress }) => toAddress)).toEqual([
        "admin@acme.example",
        "boss@acme.example",
      ]);
      receiver.answerWith(204);
      expect(await run(seconds(99_999))).toMatchObject({ delivered: 0 });
    });

    test("a receiver that takes nothing for five days is disabled; one success begins the days anew", async () => {
      const { by, id, receiver, endpoint } = await opened();
      const day = 86_400;
      receiver.answerWith(500);
      await sendTest(by, id);
      await run(testStart);
      receiver.answerWith(204);
      await run(seconds(4 * day));
      receiver.answerWith(500);
      await sendTest({ ...by, now: seconds(4 * day) }, id);
      await run(seconds(4 * day));
      await run(seconds(8 * day));
      expect(await endpoint()).toMatchObject({ isEnabled: true, failingSince: seconds(4 * day) });
      await run(seconds(9 * day));
      expect(await endpoint()).toMatchObject({ isEnabled: false, disabledFor: "failing" });
    });

    test("what was given up is sent once more by a replay, alone or all since an instant, with the same id", async () => {
      const { by, id, receiver, log } = await opened();
      receiver.answerWith(404);
      await sendTest(by, id);
      await run(testStart);
      receiver.answerWith(204);
      expect(await replay(by, id, { since: testStart })).toBe(1);
      await run(testStart);
      const [message] = await log();
      expect(message).toMatchObject({ attempts: 2, deliveredAt: testStart });
      expect(await replay(by, id, { since: testStart })).toBe(0);
      expect(await replay(by, id, { id: message?.id ?? "" })).toBe(1);
      await run(testStart);
      expect(receiver.received.map(({ headers }) => headers["webhook-id"])).toEqual(Array(3).fill(message?.id));
      await expect(replay(by, id, { id: "msg_made_up" })).rejects.toMatchObject({ status: 404 });
    });

    test("nodes that deliver at once post each message once", async () => {
      const { by, id, receiver } = await opened();
      // A second connection of one process to SQLite would wait for the first without ever letting it go on.
      const second = name === "postgres" ? openDatabase(base.url) : null;
      for (let count = 0; count < 12; count++) await sendTest(by, id);
      const nodes = [base, { ...base, db: second?.db ?? base.db }];
      await Promise.all([...nodes, ...nodes].map((node) => run(testStart, node)));
      await second?.close();
      const ids = receiver.received.map(({ headers }) => headers["webhook-id"]);
      expect([ids.length, new Set(ids).size]).toEqual([12, 12]);
    });

    test("a node that dies between taking a message and noting the answer loses nothing: it is sent again with the same id", async () => {
      const { by, id, receiver, log } = await opened();
      receiver.answerWith(500);
      await sendTest(by, id);
      await run(testStart);
      const due = { endpointId: id, now: seconds(5), limit: 9 };
      const [message] = await listDueWebhookMessages(base.db, base.workspace.id, due);
      if (!message) throw new Error("nothing is due, expected the test");
      expect(await claimWebhookMessage(base.db, message, { nextAttemptAt: seconds(305), now: seconds(5) })).toBe(true);
      receiver.answerWith(204);
      expect(await run(seconds(304))).toMatchObject({ delivered: 0 });
      expect(await run(seconds(305))).toMatchObject({ delivered: 1 });
      expect(receiver.received.map(({ headers }) => headers["webhook-id"])).toEqual([message.id, message.id]);
      expect(await log()).toMatchObject([{ attempts: 3, last: { attempt: 3, outcome: "delivered" } }]);
    });

    test("while one receiver hangs, the others are told, and what happens meanwhile as well", async () => {
      const [slow, fast] = [await opened(), await opened()];
      const slowIsHeld = new Promise<() => void>((held) => {
        slow.receiver.answerWith((response) => held(() => void response.writeHead(204).end()));
      });
      await sendTest(slow.by, slow.id);
      await sendTest(fast.by, fast.id);
      const running = run(testStart);
      const release = await slowIsHeld;
      await expect.poll(() => fast.receiver.received.length).toBe(1);
      await sendTest(fast.by, fast.id);
      await expect.poll(() => fast.receiver.received.length, { timeout: 4000 }).toBe(2);
      release();
      expect(await running).toMatchObject({ delivered: 3 });
    });

    test("a process that is to end takes up nothing more, and leaves what is due", async () => {
      const { by, id, receiver, log } = await opened();
      await sendTest(by, id);
      const context = { ...jobContext(base), ending: AbortSignal.abort() };
      await expect(deliverWebhooks.run(context, base.workspace, testStart)).rejects.toThrow(Ending);
      expect(receiver.received).toEqual([]);
      expect(await log()).toMatchObject([{ attempts: 0, nextAttemptAt: testStart }]);
      expect(await run(testStart)).toMatchObject({ delivered: 1 });
    });

    test("a receiver that repeats its secret and address does not put them into the log", async () => {
      const { by, id, secret, receiver, attempts } = await opened();
      receiver.answerWith((response) => void response.writeHead(400).end(`${receiver.url} ${secret} no`));
      await sendTest(by, id);
      await run(testStart);
      const [{ response } = { response: "" }] = await attempts();
      expect(response).toContain("no");
      expect(response).not.toContain("abc123");
      expect(response).not.toContain(secret.slice(6));
    });

    test("what was over 30 days ago is forgotten, with what it said", async () => {
      const { by, id, log, attempts } = await opened();
      await sendTest(by, id);
      await run(testStart);
      await run(seconds(30 * 86_400));
      expect(await log()).toHaveLength(1);
      await run(seconds(30 * 86_400 + 1));
      expect([await log(), await attempts()]).toEqual([[], []]);
    });
  });
