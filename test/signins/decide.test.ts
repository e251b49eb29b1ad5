import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { defaultPolicy } from "#app/register/default-policy.ts";
import { createDecider } from "#app/signins/decide.server.ts";
import { evaluateOnce } from "#app/signins/evaluate-once.server.ts";
import { parseEvaluationRequest } from "#app/signins/evaluation-request.ts";
import type { Database } from "#db/connect.ts";
import { insertPolicy } from "#db/policies.ts";
import type { Write } from "#db/statements.ts";
import { insertUser } from "#db/users.ts";
import { databases, type TestDatabase, testStart } from "#test/support/databases.ts";
import { insertLive, serviceToken, signInOf, startDecisions } from "#test/support/decisions.ts";
import { addPeople, type People } from "#test/support/people.ts";
import { recordedDecisions } from "#test/support/recorded-decisions.ts";

const later = "2026-11-25T09:00:00.000Z";

type Stage = "before" | "in the middle" | "at the end";

/** What no database carries out. */
const impossible: Write = {
  statement: { name: "impossible", text: "insert into nowhere values (1)", parameters: [] },
  values: {},
};

/** The same database, failing at one stage of every batch. */
function failing(database: Database, stage: Stage): Database {
  return {
    ...database,
    inBatch: async (work) => {
      if (stage === "before") throw new Error("disk full");
      return database.inBatch(async (run) => {
        const result = await work(run);
        const [first, ...rest] = result.writes;
        // Something has been written by then.
        const writes = [first, ...(stage === "in the middle" ? [impossible, ...rest] : [...rest, impossible])];
        return { ...result, writes: writes.filter((write) => write !== undefined) };
      });
    },
  };
}

function questionOf(token: string, subjectId: string) {
  const parsed = parseEvaluationRequest(signInOf(subjectId));
  if (!parsed.ok) throw new Error(parsed.message);
  return { token, requestId: null, request: parsed.request };
}

for (const [name, open] of Object.entries(databases))
  describe(name, () => {
    let testDb: TestDatabase;
    let people: People;
    let token: string;
    beforeAll(async () => {
      testDb = await open();
      people = await addPeople(testDb);
      ({ token } = await serviceToken(testDb));
      // Without grace only an exception lets a password alone in.
      const policy = { ...defaultPolicy(testStart), version: 2, graceHours: 0 };
      await insertPolicy(testDb.db, testDb.workspace.id, policy, {
        reason: "No grace",
        authorId: null,
        now: testStart,
      });
      await insertLive(testDb, people, {
        id: "EXC-2026-0001",
        userId: people.owner.userId,
        endsAt: "2026-11-30T09:00:00.000Z",
      });
    });
    afterAll(() => testDb.close());

    const decisions = async () => (await recordedDecisions(testDb.db)).length;

    const deciderAt = (now: () => string, database = testDb.database) =>
      createDecider(database, {
        now,
        logFault: (fault) => {
          throw fault;
        },
      });

    test.each<Stage>(["before", "in the middle", "at the end"])(
      "when the database fails %s, every answer is a 503 and nothing is recorded",
      async (stage) => {
        const server = await startDecisions(failing(testDb.database, stage));
        server.clock.now = later;
        const before = await decisions();
        const responses = await Promise.all(
          Array.from({ length: 8 }, () => server.ask(token, signInOf(people.owner.userName))),
        );
        expect(responses.map(({ status }) => status)).toEqual(Array(8).fill(503));
        expect(responses[0]?.headers.get("retry-after")).toBe("1");
        expect(await responses[0]?.json()).toEqual(expect.any(String));
        expect(await decisions()).toEqual(before);
        expect(server.faults.length).toBeGreaterThan(0);
        await server.stop();
      },
    );

    test("after a fault the next batch begins a new stream", async () => {
      let isBroken = false;
      const broken = failing(testDb.database, "at the end");
      const decider = createDecider(
        { ...testDb.database, inBatch: (work) => (isBroken ? broken : testDb.database).inBatch(work) },
        { now: () => later, logFault: () => undefined },
      );
      const ask = async () => (await decider.decide(questionOf(token, people.owner.userId))).kind;
      const kinds = [await ask()];
      isBroken = true;
      kinds.push(await ask());
      isBroken = false;
      kinds.push(await ask());
      expect(kinds).toEqual(["decided", "failed", "decided"]);
      expect(new Set(decider.heads().map(({ stream }) => stream)).size).toBe(2);
    });

    test("when too many wait, the rest is told to come back", async () => {
      const server = await startDecisions(testDb.database, { mostWaiting: 2 });
      const question = questionOf(token, people.owner.userId);
      const answers = await Promise.all([1, 2, 3].map(() => server.decider.decide(question)));
      expect(answers.map(({ kind }) => kind)).toEqual(["decided", "decided", "overloaded"]);
      await server.stop();
    });

    test("an exception counts from its start to a millisecond before its end", async () => {
      await insertLive(testDb, people, {
        id: "EXC-2026-0002",
        userId: people.admin.userId,
        startsAt: "2026-11-25T10:00:00.000Z",
        endsAt: "2026-11-25T11:00:00.000Z",
      });
      const reasons: unknown[] = [];
      for (const now of [
        "2026-11-25T09:59:59.999Z",
        "2026-11-25T10:00:00.000Z",
        "2026-11-25T10:59:59.999Z",
        "2026-11-25T11:00:00.000Z",
      ]) {
        const answer = await deciderAt(() => now).decide(questionOf(token, people.admin.userId));
        reasons.push(answer.kind === "decided" && (JSON.parse(answer.body) as { decision: boolean }).decision);
      }
      expect(reasons).toEqual([false, true, true, false]);
    });

    test("a revocation counts at once for every decider on the database", async () => {
      await insertLive(testDb, people, { id: "EXC-2026-0003", userId: people.risk.userId });
      const deciders = [deciderAt(() => later), deciderAt(() => later)];
      const ask = () =>
        Promise.all(
          deciders.map(async (decider) => {
            const answer = await decider.decide(questionOf(token, people.risk.userId));
            return answer.kind === "decided" && (JSON.parse(answer.body) as { decision: boolean }).decision;
          }),
        );
      expect(await ask()).toEqual([true, true]);
      await testDb.db.updateTable("exceptions").set({ state: "revoked" }).where("id", "=", "EXC-2026-0003").execute();
      expect(await ask()).toEqual([false, false]);
    });

    test("groups, roles and service principals find the exceptions that name them", async () => {
      const { db, workspace } = testDb;
      const workspaceId = workspace.id;
      const objects = [
        ["group", "g-1"],
        ["role", "r-1"],
        ["service_principal", "svc-1"],
      ] as const;
      for (const [kind, id] of objects)
        await db
          .insertInto("directoryObjects")
          .values({ workspaceId, kind, id, name: id, externalId: null, createdAt: testStart, disabledAt: null })
          .execute();
      await db
        .insertInto("memberships")
        .values({ workspaceId, userId: people.identity.userId, kind: "group", objectId: "g-1", addedAt: testStart })
        .execute();
      await insertLive(testDb, people, { id: "EXC-2026-0004", scope: { groups: ["g-1"], applications: ["payroll"] } });
      await insertLive(testDb, people, { id: "EXC-2026-0005", scope: { servicePrincipals: ["svc-1"] } });
      const decide = async (subjectId: string, type: string) => {
        const parsed = parseEvaluationRequest({ ...signInOf(subjectId), subject: { type, id: subjectId } });
        if (!parsed.ok) throw new Error(parsed.message);
        const { decision } = await evaluateOnce(db, { workspaceId, request: parsed.request, now: later });
        return [decision.outcome, decision.exception?.id];
      };
      expect(await decide(people.identity.userName, "user")).toEqual(["allow", "EXC-2026-0004"]);
      expect(await decide("svc-1", "service_principal")).toEqual(["allow", "EXC-2026-0005"]);
      expect(await decide(people.identity2.userName, "user")).toEqual(["enroll", undefined]);
    });

    test("a name that looks like somebody else's id is nobody's id", async () => {
      const { db, workspace } = testDb;
      await insertUser(db, workspace.id, {
        id: "usr_mallory",
        userName: people.owner.userId,
        displayName: "M",
        createdAt: testStart,
      });
      const latest = deciderAt(() => "2026-11-29T09:00:00.000Z");
      const ids = ["usr_mallory", people.owner.userId, people.owner.userName];
      const answers = await Promise.all(ids.map((id) => latest.decide(questionOf(token, id))));
      const rows = (await recordedDecisions(db)).filter(({ at }) => at === "2026-11-29T09:00:00.000Z");
      expect(answers.map(({ kind }) => kind)).toEqual(["decided", "decided", "decided"]);
      expect(rows.map(({ subjectId }) => subjectId)).toEqual(["usr_mallory", people.owner.userId, people.owner.userId]);
    });

    test("the first sign-in that is allowed is noted on the person, and no later one", async () => {
      const firstSignIn = () =>
        testDb.db
          .selectFrom("users")
          .select("firstSignInAt")
          .where("id", "=", people.leadership.userId)
          .executeTakeFirst();
      const signIn = (now: string) => deciderAt(() => now).decide(questionOf(token, people.leadership.userId));
      await signIn("2026-11-03T09:00:00.000Z");
      expect(await firstSignIn()).toEqual({ firstSignInAt: null });
      await insertLive(testDb, people, { id: "EXC-2026-0006", userId: people.leadership.userId });
      await signIn("2026-11-04T09:00:00.000Z");
      await signIn("2026-11-05T09:00:00.000Z");
      expect(await firstSignIn()).toEqual({ firstSignInAt: "2026-11-04T09:00:00.000Z" });
    });

    test("what is only evaluated is not recorded", async () => {
      const before = await decisions();
      const { request } = questionOf(token, people.owner.userId);
      const { decision } = await evaluateOnce(testDb.db, { workspaceId: testDb.workspace.id, request, now: later });
      expect([decision.outcome, decision.exception?.id]).toEqual(["allow", "EXC-2026-0001"]);
      expect(await decisions()).toEqual(before);
    });
  });
