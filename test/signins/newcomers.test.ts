import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { addMember, addObject, removeMember } from "#app/directory/change-object.server.ts";
import { defaultPolicy } from "#app/register/default-policy.ts";
import { addDirectoryObject } from "#db/directory.ts";
import { findException, saveException } from "#db/exceptions.ts";
import { insertPolicy } from "#db/policies.ts";
import { replaceRoles } from "#db/users.ts";
import { databases, type TestDatabase, testStart } from "#test/support/databases.ts";
import { insertLive, serviceToken, signInOf, startDecisions } from "#test/support/decisions.ts";
import { addPeople, type People } from "#test/support/people.ts";

const before = "2026-11-01T09:00:00.000Z";
const after = "2026-11-03T09:00:00.000Z";
const approvedAnew = "2026-11-04T09:00:00.000Z";
const now = "2026-11-25T09:00:00.000Z";

for (const [name, open] of Object.entries(databases))
  describe(name, () => {
    let base: TestDatabase;
    let people: People;
    let ask: (who: keyof People) => Promise<string | null>;
    let stop: () => Promise<unknown>;
    beforeAll(async () => {
      base = await open();
      people = await addPeople(base);
      const { db, workspace } = base;
      const strict = { ...defaultPolicy(testStart), version: 2, graceHours: 0 };
      await insertPolicy(db, workspace.id, strict, { reason: "No grace", authorId: null, now: testStart });
      for (const id of ["finance", "ledger-desk"]) {
        const managing = { workspaceId: workspace.id, by: null, actor: { kind: "console", id: null }, now } as const;
        await addObject(db, { ...managing, object: { kind: "group", id, name: id, externalId: null } });
      }
      await addDirectoryObject(db, workspace.id, { kind: "role", id: "clerk", name: "Clerk" }, testStart);
      const server = await startDecisions(base.database);
      server.clock.now = now;
      stop = server.stop;
      const { token } = await serviceToken(base);
      ask = async (who) => {
        const answer = await (await server.ask(token, signInOf(people[who].userId))).json();
        return (answer as { context: { exception?: { id: string } } }).context.exception?.id ?? null;
      };
    });
    afterAll(async () => {
      await stop();
      await base.close();
    });

    const memberOf = (who: keyof People, objectId: string, kind: "group" | "role" = "group") => ({
      member: { kind, objectId, userId: people[who].userId },
      workspaceId: base.workspace.id,
      by: null,
      actor: { kind: "console", id: null } as const,
    });
    const join = (who: keyof People, objectId: string, at: string, kind?: "group" | "role") =>
      addMember(base.db, { ...memberOf(who, objectId, kind), now: at });

    test("a group covers who was in it when the exception was approved, and nobody who came later", async () => {
      await join("requestor", "finance", before);
      await join("owner", "finance", testStart);
      const scope = { groups: ["finance"], applications: ["payroll"] };
      await insertLive(base, people, { id: "EXC-2026-0001", scope });
      await join("risk", "finance", after);
      expect(await ask("requestor")).toBe("EXC-2026-0001");
      expect(await ask("owner")).toBe("EXC-2026-0001");
      expect(await ask("risk")).toBeNull();
    });

    test("whoever leaves and comes back has come later", async () => {
      await removeMember(base.db, { ...memberOf("owner", "finance"), now: after });
      expect(await ask("owner")).toBeNull();
      await join("owner", "finance", after);
      expect(await ask("owner")).toBeNull();
    });

    test("approved anew, it covers those who have come since", async () => {
      const record = await findException(base.db, base.workspace.id, "EXC-2026-0001");
      if (!record) throw new Error("the exception is gone");
      const anew = { ...record, version: record.version + 1, approvedAt: approvedAnew };
      expect(await saveException(base.db, anew, record.version)).toBe(true);
      expect(await ask("risk")).toBe("EXC-2026-0001");
      expect(await ask("owner")).toBe("EXC-2026-0001");
    });

    test("somebody who is named, or was in another of its groups, is covered whatever they join", async () => {
      await join("identity", "ledger-desk", before);
      await join("identity", "finance", now);
      await join("leadership", "finance", now);
      const { userId } = people.leadership;
      const scope = { users: [userId], groups: ["finance", "ledger-desk"], applications: ["payroll"] };
      await insertLive(base, people, { id: "EXC-2026-0002", scope });
      expect(await ask("identity")).toBe("EXC-2026-0002");
      expect(await ask("leadership")).toBe("EXC-2026-0002");
    });

    test("what one approver granted in an emergency covers who was in the group then", async () => {
      await join("implementer", "ledger-desk", before);
      const record = await findException(base.db, base.workspace.id, "EXC-2026-0002");
      if (!record) throw new Error("the exception is gone");
      const emergency = {
        grantedBy: people.risk.userId,
        grantedAt: after,
        reason: "Outage",
        endsAt: after,
        ratifiedAt: null,
      };
      const granted = { ...record, version: record.version + 1, approvedAt: null, activatedAt: after, emergency };
      expect(await saveException(base.db, granted, record.version)).toBe(true);
      expect([await ask("implementer"), await ask("identity")]).toEqual(["EXC-2026-0002", "EXC-2026-0002"]);
      await join("requestor", "ledger-desk", now);
      await removeMember(base.db, { ...memberOf("requestor", "finance"), now });
      expect(await ask("requestor")).toBeNull();
    });

    test("a role is like a group, whether it is the directory's or the register's", async () => {
      await insertLive(base, people, {
        id: "EXC-2026-0003",
        scope: { roles: ["clerk", "auditor"], applications: ["payroll"] },
      });
      await join("admin", "clerk", after, "role");
      expect([await ask("auditor"), await ask("admin")]).toEqual(["EXC-2026-0003", null]);
      const { db, workspace } = base;
      await replaceRoles(db, workspace.id, people.identity2.userId, ["approver_identity", "auditor"], after);
      expect(await ask("identity2")).toBeNull();
      // A role that somebody keeps while others change has been theirs all the while.
      await replaceRoles(db, workspace.id, people.auditor.userId, ["auditor", "implementer"], after);
      expect(await ask("auditor")).toBe("EXC-2026-0003");
    });
  });
