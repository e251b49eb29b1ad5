import { describe, expect, onTestFinished, test } from "vitest";
import { addDays } from "#app/register/days.ts";
import { issueChallenge } from "#db/challenges.ts";
import { takeIdempotencyKey } from "#db/idempotency.ts";
import { queueMessage, recordDelivery } from "#db/outbox.ts";
import { sweepOutdated } from "#jobs/sweep-outdated.ts";
import { databases, testStart } from "#test/support/databases.ts";
import { serviceToken } from "#test/support/decisions.ts";
import { jobContext } from "#test/support/job-context.ts";

const message = { template: "exception_expired", toUserId: null, toAddress: "a@acme.example", data: {} } as const;

for (const [name, open] of Object.entries(databases))
  describe(name, () => {
    const opened = async () => {
      const database = await open();
      onTestFinished(() => database.close());
      const run = (now: string) => sweepOutdated.run(jobContext(database), database.workspace, now);
      return { ...database, run };
    };

    test("messages that left are forgotten with their attempts after 180 days, and one that waits is not", async () => {
      const { db, workspace, run } = await opened();
      for (let count = 0; count < 3; count += 1)
        await queueMessage(db, workspace.id, { message, bundle: null }, testStart);
      const [sent, given] = await db.selectFrom("outbox").select("id").orderBy("id").execute();
      if (!sent || !given) throw new Error("expected three messages");
      for (const [{ id }, outcome] of [
        [sent, "sent"],
        [given, "given_up"],
      ] as const)
        await recordDelivery(
          db,
          { workspaceId: workspace.id, id },
          { attempt: 1, outcome, response: "", at: testStart },
        );
      expect(await run(addDays(testStart, 180))).toMatchObject({ messages: 0 });
      expect(await run(addDays(testStart, 180.1))).toMatchObject({ messages: 2 });
      expect(await db.selectFrom("outbox").select("id").execute()).toHaveLength(1);
      expect(await db.selectFrom("deliveries").select("outboxId").execute()).toEqual([]);
    });

    test("however many there are, all are forgotten, in pieces", async () => {
      const { db, workspace, run } = await opened();
      const { id: tokenId } = await serviceToken({ db, workspace });
      const keys = Array.from({ length: 1203 }, (_, index) => ({
        ...{ workspaceId: workspace.id, tokenId, key: `key ${index}`, requestHash: "x", status: 200, body: "{}" },
        createdAt: testStart,
      }));
      for (let from = 0; from < keys.length; from += 100)
        await db
          .insertInto("idempotencyKeys")
          .values(keys.slice(from, from + 100))
          .execute();
      const key = { workspaceId: workspace.id, tokenId, key: "of yesterday" };
      await takeIdempotencyKey(db, key, "x", addDays(testStart, 20));
      expect(await run(addDays(testStart, 31))).toMatchObject({ keys: 1203 });
      expect(await db.selectFrom("idempotencyKeys").select("key").execute()).toEqual([{ key: "of yesterday" }]);
    });

    test("a challenge is forgotten a day after it was over, and the audit log never", async () => {
      const { db, workspace, run } = await opened();
      const events = () => db.selectFrom("auditEvents").selectAll().orderBy("seq").execute();
      const before = await events();
      const bound = { workspaceId: workspace.id, purpose: "passkey_sign_in", userId: null, sessionHash: null } as const;
      const asked = { challenge: "x", origin: null, rpId: null, expiresAt: addDays(testStart, 1), now: testStart };
      await issueChallenge(db, { ...bound, ...asked });
      expect(await run(addDays(testStart, 2))).toMatchObject({ challenges: 0 });
      expect(await run(addDays(testStart, 2.1))).toMatchObject({ challenges: 1 });
      await run(addDays(testStart, 5000));
      expect(await events()).toEqual(before);
    });
  });
