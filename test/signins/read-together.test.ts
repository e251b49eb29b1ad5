import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hashToken } from "#app/auth/random-token.server.ts";
import { parseEvaluationRequest } from "#app/signins/evaluation-request.ts";
import { gatherFacts, knownTargets, namesOf } from "#app/signins/gather-facts.server.ts";
import { addDirectoryObject, addMembership } from "#db/directory.ts";
import { prepareSignInFacts } from "#db/sign-in-facts.ts";
import { databases, type TestDatabase, testStart } from "#test/support/databases.ts";
import { insertLive, serviceToken, signInOf } from "#test/support/decisions.ts";
import { addPeople, type People } from "#test/support/people.ts";

const now = "2026-11-25T09:00:00.000Z";
const kinds = ["group", "role", "service_principal"] as const;

function requestsOf(people: People) {
  const { userId } = people.identity;
  const subjects = [
    ...[userId, people.requestor.userId, "owner@acme.example", "nobody@acme.example"].map((id) => ({
      type: "user",
      id,
    })),
    { type: "service_principal", id: "svc-claims" },
  ];
  return subjects.flatMap((subject) =>
    ["payroll", "mail"].map((application) => {
      const body = { ...signInOf("x"), subject, resource: { type: "application", id: application } };
      const parsed = parseEvaluationRequest(body);
      if (!parsed.ok) throw new Error(parsed.message);
      return parsed.request;
    }),
  );
}

for (const [name, open] of Object.entries(databases))
  describe(name, () => {
    let testDb: TestDatabase;
    let people: People;
    beforeAll(async () => {
      testDb = await open();
      people = await addPeople(testDb);
      const { db, workspace } = testDb;
      for (const kind of kinds)
        await addDirectoryObject(db, workspace.id, { kind, id: idOf[kind], name: idOf[kind] }, testStart);
      for (const kind of ["group", "role"] as const)
        await addMembership(
          db,
          workspace.id,
          { userId: people.identity.userId, kind, objectId: idOf[kind] },
          testStart,
        );
      const scopes = [
        { users: [people.identity.userId] },
        { groups: [idOf.group], applications: ["mail"] },
        { roles: [idOf.role] },
        { roles: ["approver_identity"] },
        { applications: ["payroll"] },
        { servicePrincipals: [idOf.service_principal] },
        { users: [people.requestor.userId], applications: ["mail"] },
      ];
      for (const [index, scope] of scopes.entries())
        await insertLive(testDb, people, { id: `EXC-2026-${9001 + index}`, scope });
    });
    afterAll(() => testDb.close());

    test("what is read in one statement before it is known who may ask comes to the same", async () => {
      const { database, db, workspace } = testDb;
      const { token } = await serviceToken(testDb);
      const facts = prepareSignInFacts(db);
      const { together } = facts;
      // SQLite reads in turn; there is no second way to compare.
      expect(together === null).toBe(name === "sqlite");
      if (together === null) return;
      const requests = requestsOf(people);
      const sitting = { workspaceId: workspace.id, requests, now, isSpending: false };
      const asked = { hashes: [hashToken(token), "none"], names: namesOf(requests), targets: knownTargets(requests) };
      const { inTurn, atOnce } = await database.inBatch(async (run) => {
        const read = await together(run, { workspaceId: workspace.id, ...asked, now });
        return {
          inTurn: { cases: await gatherFacts(facts, run, sitting), tokens: await facts.tokens(run, asked.hashes) },
          atOnce: { cases: await gatherFacts(facts, run, sitting, read), tokens: read.tokens },
          writes: [],
        };
      });
      const elsewhere = await database.inBatch(async (run) => ({
        read: await together(run, { workspaceId: "another", ...asked, now }),
        writes: [],
      }));
      expect([elsewhere.read.byTarget.size, elsewhere.read.subjects.usersById.size]).toEqual([0, 0]);
      expect(elsewhere.read.subjects.servicePrincipals.size).toBe(0);
      expect(atOnce).toEqual(inTurn);
      expect(atOnce.tokens.size).toBe(1);
      expect(new Set(atOnce.cases.flatMap(({ exemptions }) => exemptions.map(({ id }) => id))).size).toBe(7);
    });
  });

const idOf = { group: "finance", role: "dba", service_principal: "svc-claims" } as const;
