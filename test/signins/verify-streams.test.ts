import { type KyselyPlugin, sql } from "kysely";
import { describe, expect, test } from "vitest";
import { defaultPolicy } from "#app/register/default-policy.ts";
import { createDecider, type Decider } from "#app/signins/decide.server.ts";
import { parseEvaluationRequest } from "#app/signins/evaluation-request.ts";
import { sealStreams, unsealedHeads } from "#app/signins/seal-streams.server.ts";
import { verifyStreams } from "#app/signins/verify-streams.server.ts";
import type { Db } from "#db/connect.ts";
import { lastUses, usesOf } from "#db/exception-use.ts";
import { gatherPiece } from "#db/gather-sign-ins.ts";
import { insertPolicy } from "#db/policies.ts";
import { databases, type TestDatabase, testStart } from "#test/support/databases.ts";
import { insertLive, serviceToken, signInOf } from "#test/support/decisions.ts";
import { openToTampering } from "#test/support/open-to-tampering.ts";
import { addPeople, type People } from "#test/support/people.ts";

/** Records three batches of two decisions each. */
async function recordDecisions(testDb: TestDatabase, known?: People): Promise<Decider> {
  const people = known ?? (await addPeople(testDb));
  const { token } = await serviceToken(testDb);
  const decider = createDecider(testDb.database, {
    now: () => testStart,
    logFault: (fault) => {
      throw fault;
    },
  });
  const requests = [people.owner, people.boss].map(({ userId }) => {
    const parsed = parseEvaluationRequest(signInOf(userId));
    if (!parsed.ok) throw new Error(parsed.message);
    return parsed.request;
  });
  // What one call asks for is never split.
  for (let batch = 0; batch < 3; batch++)
    await decider.decideAll({ token, requestId: null, requests, semantic: "execute_all" });
  return decider;
}

/** Writes the decisions of the second batch anew, line by line, with their number if that is to fit. */
async function rewrite(db: Db, change: (lines: string[]) => string[], { isCounted = false } = {}): Promise<void> {
  const { decisions, rows } = await db
    .selectFrom("decisionBatches")
    .select(["decisions", "rows"])
    .where("seq", "=", 2)
    .executeTakeFirstOrThrow();
  const lines = change(decisions.split("\n"));
  await db
    .updateTable("decisionBatches")
    .set({ decisions: lines.join("\n"), rows: isCounted ? lines.length : rows })
    .where("seq", "=", 2)
    .execute();
}

const attacks: [what: string, attack: (db: Db) => Promise<unknown>, found: { batch: number; reason: string }][] = [
  [
    "a changed body",
    (db) => rewrite(db, ([one = "", other = ""]) => [one, other.replace("password", "passkey")]),
    { batch: 2, reason: "altered" },
  ],
  [
    "a changed outcome",
    (db) => rewrite(db, ([one = "", other = ""]) => [one.replace(/"(allow|enroll)"/, '"deny"'), other]),
    { batch: 2, reason: "altered" },
  ],
  [
    "another spelling of the same",
    (db) => rewrite(db, ([one = "", other = ""]) => [one.replace("[", "[ "), other]),
    { batch: 2, reason: "altered" },
  ],
  ["a deleted decision", (db) => rewrite(db, ([one = ""]) => [one]), { batch: 2, reason: "altered" }],
  [
    "a deleted decision that is not counted any more",
    (db) => rewrite(db, ([one = ""]) => [one], { isCounted: true }),
    { batch: 2, reason: "altered" },
  ],
  [
    "two decisions that changed places",
    (db) => rewrite(db, (lines) => lines.toReversed()),
    { batch: 2, reason: "altered" },
  ],
  [
    "a decision that was put in",
    (db) => rewrite(db, ([one = "", other = ""]) => [one, other, other], { isCounted: true }),
    { batch: 2, reason: "altered" },
  ],
  [
    "a batch after the last",
    (db) =>
      sql`insert into decision_batches select workspace_id, stream, 4, at, rows, prev_hash, hash, decisions
        from decision_batches where seq = 3`.execute(db),
    { batch: 4, reason: "unlinked" },
  ],
  [
    "a batch that was taken out",
    (db) => sql`delete from decision_batches where seq = 2`.execute(db),
    { batch: 2, reason: "missing" },
  ],
  [
    "a changed link",
    (db) => sql`update decision_batches set prev_hash = hash where seq = 2`.execute(db),
    { batch: 2, reason: "unlinked" },
  ],
  [
    "a tail that was cut off after it was sealed",
    (db) => sql`delete from decision_batches where seq = 3`.execute(db),
    { batch: 3, reason: "missing" },
  ],
  [
    "a whole stream that was deleted after it was sealed",
    (db) => sql`delete from decision_batches`.execute(db),
    { batch: 1, reason: "missing" },
  ],
];

for (const [name, open] of Object.entries(databases))
  describe(name, () => {
    test("what was recorded and sealed verifies, and is sealed once", async () => {
      const testDb = await open();
      await recordDecisions(testDb);
      expect(await verifyStreams(testDb.db, testDb.workspace.id)).toBeNull();
      const heads = await unsealedHeads(testDb.db);
      expect(heads.map(({ seq }) => seq)).toEqual([3]);
      await sealStreams(testDb.db, heads, testStart);
      expect(await unsealedHeads(testDb.db)).toEqual([]);
      expect(await verifyStreams(testDb.db, testDb.workspace.id)).toBeNull();
      await testDb.close();
    });

    test("what is decided while the end of a stream is read is no break", async () => {
      const testDb = await open();
      const decider = await recordDecisions(testDb);
      const { token } = await serviceToken(testDb);
      let isDecided = false;
      const meanwhile: KyselyPlugin = {
        transformQuery: ({ node }) => node,
        transformResult: async ({ result }) => {
          // The first answer without a row is that there are no more batches.
          if (result.rows.length > 0 || isDecided) return result;
          isDecided = true;
          const parsed = parseEvaluationRequest(signInOf("owner@acme.example"));
          if (parsed.ok) await decider.decide({ token, requestId: null, request: parsed.request });
          return result;
        },
      };
      await sealStreams(testDb.db, await unsealedHeads(testDb.db), testStart);
      expect(await verifyStreams(testDb.db.withPlugin(meanwhile), testDb.workspace.id)).toBeNull();
      expect(isDecided).toBe(true);
      await testDb.close();
    });

    test("decisions are gathered once, with the exceptions that they rested on", async () => {
      const testDb = await open();
      const people = await addPeople(testDb);
      await insertLive(testDb, people, { id: "EXC-2026-0001", userId: people.owner.userId });
      const policy = { ...defaultPolicy(testStart), version: 2, graceHours: 0 };
      await insertPolicy(testDb.db, testDb.workspace.id, policy, {
        reason: "No grace",
        authorId: null,
        now: testStart,
      });
      const decider = await recordDecisions(testDb, people);
      await decider.settled();
      expect(await gatherPiece(testDb.db, testDb.workspace.id)).toBe(true);
      expect(await gatherPiece(testDb.db, testDb.workspace.id)).toBe(false);
      const { uses, count } = await usesOf(testDb.db, testDb.workspace.id, "EXC-2026-0001");
      expect(count).toBe(3);
      expect(uses[0]).toMatchObject({ subjectId: people.owner.userId, applicationId: "payroll", outcome: "allow" });
      expect(await lastUses(testDb.db, testDb.workspace.id, ["EXC-2026-0001", "EXC-2026-0002"])).toEqual(
        new Map([["EXC-2026-0001", testStart]]),
      );
      await testDb.close();
    });

    test("the database itself refuses to change or delete what was recorded", async () => {
      const testDb = await open();
      await recordDecisions(testDb);
      await expect(sql`update decision_batches set at = at`.execute(testDb.db)).rejects.toThrow("append-only");
      await expect(sql`delete from decision_batches`.execute(testDb.db)).rejects.toThrow("append-only");
      await testDb.close();
    });

    test.each(attacks)("%s is found", async (_what, attack, found) => {
      const testDb = await open();
      await recordDecisions(testDb);
      await sealStreams(testDb.db, await unsealedHeads(testDb.db), testStart);
      await openToTampering(testDb, "decision_batches");
      await attack(testDb.db);
      expect(await verifyStreams(testDb.db, testDb.workspace.id)).toMatchObject(found);
      await testDb.close();
    });
  });
