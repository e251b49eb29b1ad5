import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parseEvaluationRequest } from "#app/signins/evaluation-request.ts";
import { gatherFacts, readFactsTogether } from "#app/signins/gather-facts.server.ts";
import { addDirectoryObject, addMembership } from "#db/directory.ts";
import { prepareSignInFacts } from "#db/sign-in-facts.ts";
import { queryRunner } from "#db/statements.ts";
import { databases, type TestDatabase, testStart } from "#test/support/databases.ts";
import { insertLive, signInOf } from "#test/support/decisions.ts";
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

    test("what is asked for before it is known who somebody is comes to the same", async () => {
      const { db, workspace } = testDb;
      const facts = prepareSignInFacts(db);
      const run = queryRunner(db);
      const sitting = { workspaceId: workspace.id, requests: requestsOf(people), now, isSpending: false };
      const inTurn = await gatherFacts(facts, run, sitting);
      const together = await gatherFacts(facts, run, sitting, readFactsTogether(facts, run, sitting));
      expect(together).toEqual(inTurn);
      expect(new Set(inTurn.flatMap(({ exemptions }) => exemptions.map(({ id }) => id))).size).toBe(7);
    });
  });

const idOf = { group: "finance", role: "dba", service_principal: "svc-claims" } as const;
