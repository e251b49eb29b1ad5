import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { changeEndpoint, rotateSecret } from "#app/webhooks/change-endpoint.server.ts";
import { judgeUrl } from "#app/webhooks/judged-url.server.ts";
import { disableByHand, enable, remove, replay, sendTest } from "#app/webhooks/steer-endpoint.server.ts";
import { findEndpoint } from "#db/webhook-endpoints.ts";
import { deliverWebhooks } from "#jobs/deliver-webhooks.ts";
import { activeException } from "#test/support/active-exception.ts";
import { databases, type TestDatabase, testStart } from "#test/support/databases.ts";
import { jobContext, toLoopback } from "#test/support/job-context.ts";
import { addPeople, type People } from "#test/support/people.ts";
import { startReceiver } from "#test/support/webhook-receiver.ts";
import { addReceiver, changingBy } from "#test/support/webhooks.ts";

const url = "http://127.0.0.1:9/hooks/T000/B000/secret-of-the-channel";

for (const [name, open] of Object.entries(databases))
  describe(name, () => {
    let base: TestDatabase;
    let people: People;
    beforeAll(async () => {
      base = await open();
      people = await addPeople(base);
    });
    afterAll(() => base.close());

    const admin = () => changingBy(base, people.admin, testStart);
    const eventsOf = async (id: string) => {
      const rows = await base.db
        .selectFrom("auditEvents")
        .selectAll()
        .where("subjectId", "=", id)
        .orderBy("seq")
        .execute();
      return rows.map(({ type, data }) => ({ type, data }));
    };

    test("everything that is done with a receiver is in the log, and its address and secrets are nowhere in it", async () => {
      const { endpoint, secret } = await addReceiver(admin(), url, { format: "slack" });
      const { id } = endpoint;
      const judged = await judgeUrl(toLoopback, `${url}-2`);
      await changeEndpoint(admin(), id, { description: "Another", judged });
      const next = await rotateSecret(admin(), id, 24);
      await sendTest(admin(), id);
      await disableByHand(admin(), id);
      await enable(admin(), id);
      await replay(admin(), id, { since: testStart });
      await remove(admin(), id);
      const events = await eventsOf(id);
      expect(events.map(({ type }) => type.replace("webhook.", ""))).toEqual([
        ...["created", "changed", "secret_rotated", "tested", "disabled", "enabled", "replayed", "removed"],
      ]);
      const said = JSON.stringify(events);
      for (const hidden of ["secret-of-the-channel", secret, next]) expect(said).not.toContain(hidden);
      expect(said).toContain("http://127.0.0.1:9/…");
      const after = await findEndpoint(base.db, base.workspace.id, id);
      expect(after).toMatchObject({
        url: "",
        secret: "",
        previousSecret: null,
        isEnabled: false,
        removedAt: testStart,
      });
    });

    test("nobody but an admin who has just used a factor adds one, moves one or makes a secret", async () => {
      const { id } = (await addReceiver(admin(), url)).endpoint;
      const stale = { ...admin(), by: { ...admin().by, factorUsedAt: "2026-11-02T08:44:59.000Z" } };
      for (const change of [
        () => addReceiver(stale, url),
        () => changeEndpoint(stale, id, { description: "Another" }),
        () => rotateSecret(stale, id, 0),
      ])
        await expect(change()).rejects.toMatchObject({ code: "step_up_required" });
      for (const part of ["auditor", "identity", "requestor"] as const) {
        const other = changingBy(base, people[part], testStart);
        for (const change of [
          () => addReceiver(other, url),
          () => changeEndpoint(other, id, { description: "Another" }),
          () => rotateSecret(other, id, 0),
          () => sendTest(other, id),
          () => disableByHand(other, id),
          () => replay(other, id, { since: testStart }),
          () => remove(other, id),
        ])
          await expect(change()).rejects.toMatchObject({ status: 403, code: "not_admin" });
      }
    });

    test("an address inside is refused before anything is stored", async () => {
      await expect(judgeUrl(toLoopback, "https://169.254.169.254/")).rejects.toMatchObject({
        code: "webhook_url_unfit",
        more: { field: "url" },
      });
    });

    test("who is disabled or removed is refused what makes no sense", async () => {
      const { id } = (await addReceiver(admin(), url)).endpoint;
      await expect(enable(admin(), id)).rejects.toMatchObject({ code: "webhook_enabled" });
      await expect(changeEndpoint(admin(), id, { description: "Ticket system" })).rejects.toMatchObject({
        code: "unchanged",
      });
      await disableByHand(admin(), id);
      for (const change of [disableByHand, sendTest])
        await expect(change(admin(), id)).rejects.toMatchObject({ code: "webhook_disabled" });
      await remove(admin(), id);
      await expect(enable(admin(), id)).rejects.toMatchObject({ status: 404 });
    });

    test("a record's way is told without the names of people, or with them where that was said; what happened while disabled is not", async () => {
      const receiver = await startReceiver();
      const run = () => deliverWebhooks.run(jobContext(base), base.workspace, testStart);
      const usual = { eventTypes: [] };
      const { id } = (await addReceiver(admin(), `${receiver.url}&which=ids`, usual)).endpoint;
      await addReceiver(admin(), `${receiver.url}&which=names`, { namesPeople: true, format: "slack" });
      await activeException(base, people, { now: testStart, title: "Claims mailbox" });
      await run();
      const to = (which: string) =>
        receiver.received.filter(({ path }) => path.endsWith(which)).map(({ body }) => body);
      const types = to("ids").map((body) => JSON.parse(body).type);
      expect(types).toContain("exception.approved");
      expect(types.length).toBe(new Set(types).size);
      expect(to("ids").join()).toContain("Claims mailbox");
      expect(to("ids").join()).not.toMatch(/acme\.example|requestor"|speaks nothing but IMAP/);
      expect(to("names").join()).toContain("identity approved it.");
      await disableByHand(admin(), id);
      await activeException(base, people, { now: testStart, title: "Another mailbox" });
      await run();
      await enable(admin(), id);
      await run();
      expect(to("ids").join()).not.toContain("Another mailbox");
      expect(JSON.parse(to("ids").at(-1) ?? "")).not.toMatchObject({ type: "webhook.enabled" });
      await receiver.close();
    });
  });
