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

/** What somebody with the owner's rights on the database can do about its refusals. */
async function dropGuards(db: Db, name: string): Promise<void> {
  for (const table of ["decisions", "decision_batches"])
    if (name === "postgres") await sql`alter table ${sql.table(table)} disable trigger all`.execute(db);
    else
      for (const change of ["update", "delete"])
        await sql`drop trigger ${sql.ref(`${table}_no_${change}`)}`.execute(db);
}

const attacks: [what: string, attack: (db: Db) => Promise<unknown>, found: { batch: number; reason: string }][] = [
  [
    "a changed body",
    (db) =>
      sql`update decisions set body = replace(body, 'password', 'passkey') where batch = 2 and position = 1`.execute(
        db,
      ),
    { batch: 2, reason: "altered" },
  ],
  [
    "a changed column",
    (db) => sql`update decisions set outcome = 'deny' where batch = 2 and position = 0`.execute(db),
    { batch: 2, reason: "altered" },
  ],
  [
    "a deleted row",
    (db) => sql`delete from decisions where batch = 2 and position = 1`.execute(db),
    { batch: 2, reason: "rows_missing" },
  ],
  [
    "two rows that changed places",
    async (db) => {
      await sql`update decisions set position = 9 where batch = 2 and position = 0`.execute(db);
      await sql`update decisions set position = 0 where batch = 2 and position = 1`.execute(db);
      await sql`update decisions set position = 1 where batch = 2 and position = 9`.execute(db);
    },
    { batch: 2, reason: "altered" },
  ],
  [
    "a row that was put in",
    (db) =>
      sql`insert into decisions select workspace_id, stream, batch, 2, at, subject_id, application_id, outcome, reason,
        exception_id, body from decisions where batch = 2 and position = 1`.execute(db),
    { batch: 2, reason: "rows_unexpected" },
  ],
  [
    "a row after the last batch",
    (db) =>
      sql`insert into decisions select workspace_id, stream, 4, position, at, subject_id, application_id, outcome, reason,
        exception_id, body from decisions where batch = 3`.execute(db),
    { batch: 4, reason: "rows_unexpected" },
  ],
  [
    "a batch that was taken out",
    async (db) => {
      await sql`delete from decision_batches where seq = 2`.execute(db);
      await sql`delete from decisions where batch = 2`.execute(db);
    },
    { batch: 2, reason: "missing" },
  ],
  [
    "a changed link",
    (db) => sql`update decision_batches set prev_hash = hash where seq = 2`.execute(db),
    { batch: 2, reason: "unlinked" },
  ],
  [
    "a tail that was cut off after it was sealed",
    async (db) => {
      await sql`delete from decision_batches where seq = 3`.execute(db);
      await sql`delete from decisions where batch = 3`.execute(db);
    },
    { batch: 3, reason: "missing" },
  ],
  [
    "a whole stream that was deleted after it was sealed",
    async (db) => {
      await sql`delete from decision_batches`.execute(db);
      await sql`delete from decisions`.execute(db);
    },
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
      for (const table of ["decisions", "decision_batches"]) {
        await expect(sql`update ${sql.table(table)} set at = at`.execute(testDb.db)).rejects.toThrow("append-only");
        await expect(sql`delete from ${sql.table(table)}`.execute(testDb.db)).rejects.toThrow("append-only");
      }
      await testDb.close();
    });

    test.each(attacks)("%s is found", async (_what, attack, found) => {
      const testDb = await open();
      await recordDecisions(testDb);
      await sealStreams(testDb.db, await unsealedHeads(testDb.db), testStart);
      await dropGuards(testDb.db, name);
      await attack(testDb.db);
      expect(await verifyStreams(testDb.db, testDb.workspace.id)).toMatchObject(found);
      await testDb.close();
    });
  });
