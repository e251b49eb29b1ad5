import { describe, expect, onTestFinished, test } from "vitest";
import { verifyChain } from "#app/audit/verify-chain.server.ts";
import { importEntraPolicies } from "#app/imports/import-entra.server.ts";
import { readChain } from "#db/audit-events.ts";
import { findException } from "#db/exceptions.ts";
import { findUserByExternalId } from "#db/users.ts";
import { databases, testStart } from "#test/support/databases.ts";
import { addPeople } from "#test/support/people.ts";

const policies = [
  {
    id: "p1",
    displayName: "Require MFA",
    state: "enabled",
    conditions: {
      users: { excludeUsers: ["requestor@acme.example", "7f3c"], excludeGroups: ["g1"], excludeRoles: ["r1"] },
      applications: { includeApplications: ["mail"], excludeApplications: ["fax"] },
    },
    grantControls: { builtInControls: ["mfa"] },
  },
  { id: "p2", displayName: "Old", state: "disabled" },
];

for (const [name, open] of Object.entries(databases))
  describe(name, () => {
    const opened = async () => {
      const database = await open();
      onTestFinished(() => database.close());
      const { db, workspace } = database;
      const people = await addPeople(database);
      const importing = {
        workspaceId: workspace.id,
        requestor: null,
        actor: { kind: "console", id: null },
        now: testStart,
      } as const;
      const count = async () =>
        (await db.selectFrom("exceptions").select("id").where("workspaceId", "=", workspace.id).execute()).length;
      return { ...database, people, importing, count };
    };

    test("a draft is filed for each exclusion, saying where it came from", async () => {
      const { db, workspace, importing, people } = await opened();
      const { filed, skipped } = await importEntraPolicies(db, policies, importing);
      expect(filed.map(({ title }) => title)).toEqual([
        'User requestor is excluded from "Require MFA"',
        'User 7f3c is excluded from "Require MFA"',
        'Group g1 is excluded from "Require MFA"',
        'Role r1 is excluded from "Require MFA"',
        'Application fax is excluded from "Require MFA"',
      ]);
      expect(skipped).toEqual([{ what: "Old", reason: "it is disabled" }]);
      const record = await findException(db, workspace.id, filed[0]?.id ?? "");
      expect(record).toMatchObject({
        state: "draft",
        requestorId: null,
        source: "Conditional Access: Require MFA",
        scope: { users: [people.requestor.userId], applications: ["mail"] },
        justification: expect.stringContaining("Microsoft Graph policy id p1"),
      });
    });

    test("run twice it files nothing twice, and new exclusions are filed alone", async () => {
      const { db, importing, count } = await opened();
      await importEntraPolicies(db, policies, importing);
      const again = await importEntraPolicies(db, policies, importing);
      expect(again).toMatchObject({ filed: [], alreadyFiled: { length: 5 }, notes: [] });
      const [first] = structuredClone(policies);
      first?.conditions?.users.excludeGroups.push("g2");
      expect((await importEntraPolicies(db, [first], importing)).filed).toHaveLength(1);
      expect(await count()).toBe(6);
    });

    test("an account that nobody here knows is added barred, under its id and without an address", async () => {
      const { db, workspace, importing } = await opened();
      const { notes } = await importEntraPolicies(db, policies, importing);
      expect(await findUserByExternalId(db, workspace.id, "7f3c")).toMatchObject({
        userName: "7f3c",
        disabledAt: testStart,
      });
      expect(notes).toEqual([
        "Nobody here had the id 7f3c: it was added to the directory, barred until you know who it is.",
      ]);
    });

    test("a requestor who is named files the drafts; an auditor cannot", async () => {
      const { db, workspace, importing, people, count } = await opened();
      const auditor = importEntraPolicies(db, policies, { ...importing, requestor: people.auditor });
      await expect(auditor).rejects.toMatchObject({ status: 403, code: "auditor" });
      expect(await count()).toBe(0);
      const { filed } = await importEntraPolicies(db, policies, { ...importing, requestor: people.requestor });
      expect((await findException(db, workspace.id, filed[0]?.id ?? ""))?.requestorId).toBe(people.requestor.userId);
    });

    test("an import is one entry of its own in the audit log, and the chain holds", async () => {
      const { db, workspace, importing } = await opened();
      await importEntraPolicies(db, policies, importing);
      const last = (await readChain(db, workspace.id, { after: 0, limit: 500 })).at(-1);
      expect(last?.type).toBe("import.finished");
      expect(JSON.parse(last?.data ?? "")).toEqual({
        format: "entra-conditional-access",
        filed: 5,
        skipped: 1,
        refused: 0,
      });
      expect((await verifyChain(db, workspace.id)).ok).toBe(true);
    });
  });
