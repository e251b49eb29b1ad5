import { describe, expect, onTestFinished, test } from "vitest";
import { historyOf } from "#db/audit-trail.ts";
import { addDirectoryObject } from "#db/directory.ts";
import { findException } from "#db/exceptions.ts";
import { setDisabled } from "#db/users.ts";
import { suspendDisabled } from "#jobs/suspend-disabled.ts";
import { databases, testStart } from "#test/support/databases.ts";
import { insertLive } from "#test/support/decisions.ts";
import { jobContext } from "#test/support/job-context.ts";
import { addPeople } from "#test/support/people.ts";

const now = "2026-11-10T09:00:00.000Z";

for (const [name, open] of Object.entries(databases))
  describe(name, () => {
    const opened = async () => {
      const base = await open();
      onTestFinished(() => base.close());
      const { db, workspace } = base;
      const people = await addPeople(base);
      const stateOf = async (id: string) => (await findException(db, workspace.id, id))?.state;
      const run = () => suspendDisabled.run(jobContext(base), workspace, now);
      return { base, db, workspace, people, stateOf, run };
    };

    test("an exception is suspended once everybody whom it names is disabled, and says why", async () => {
      const { base, db, workspace, people, stateOf, run } = await opened();
      const { risk, identity, owner, requestor } = people;
      const id = "EXC-2026-0001";
      await insertLive(base, people, { id, scope: { users: [risk.userId, identity.userId] } });
      await setDisabled(db, workspace.id, risk.userId, now);
      expect(await run()).toEqual({ suspended: 0, failed: 0 });
      expect(await stateOf(id)).toBe("active");
      await setDisabled(db, workspace.id, identity.userId, now);
      await Promise.all([run(), run()]);
      expect(await run()).toEqual({ suspended: 0, failed: 0 });
      const record = await findException(db, workspace.id, id);
      expect(record).toMatchObject({
        state: "suspended",
        suspension: { cause: "beneficiary_disabled", by: null, reason: "Everybody it names is disabled." },
      });
      const events = await historyOf(db, workspace.id, { kind: "exception", id });
      expect(events.map(({ type, actorKind, actorId }) => [type, actorKind, actorId])).toEqual([
        ["exception.suspended", "job", "suspend-disabled"],
      ]);
      const told = await db
        .selectFrom("outbox")
        .select("toUserId")
        .where("template", "=", "exception_suspended")
        .execute();
      expect(told.map(({ toUserId }) => toUserId).sort()).toEqual([owner.userId, requestor.userId].sort());
    });

    test("services count like people; whom a group or an application covers nobody can count", async () => {
      const { base, db, workspace, people, stateOf, run } = await opened();
      const { userId } = people.risk;
      for (const id of ["svc-old", "svc-new"])
        await addDirectoryObject(db, workspace.id, { kind: "service_principal", id, name: id }, testStart);
      await db.updateTable("directoryObjects").set({ disabledAt: now }).where("id", "=", "svc-old").execute();
      await setDisabled(db, workspace.id, userId, now);
      await insertLive(base, people, { id: "EXC-2026-0001", scope: { servicePrincipals: ["svc-old"] } });
      await insertLive(base, people, { id: "EXC-2026-0002", scope: { servicePrincipals: ["svc-old", "svc-new"] } });
      await insertLive(base, people, {
        id: "EXC-2026-0003",
        scope: { users: [userId], groups: ["finance"], applications: ["payroll"] },
      });
      await insertLive(base, people, { id: "EXC-2026-0004", scope: { applications: ["payroll"] } });
      await insertLive(base, people, { id: "EXC-2026-0005", userId, endsAt: now });
      expect(await run()).toEqual({ suspended: 1, failed: 0 });
      expect(await Promise.all([1, 2, 3, 4, 5].map((number) => stateOf(`EXC-2026-000${number}`)))).toEqual([
        "suspended",
        "active",
        "active",
        "active",
        "active",
      ]);
    });
  });
