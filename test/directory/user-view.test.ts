import { expect, onTestFinished, test } from "vitest";
import { addMember, addObject, removeMember } from "#app/directory/change-object.server.ts";
import { objectView } from "#app/directory/object-view.server.ts";
import { userView } from "#app/directory/user-view.server.ts";
import { historyOf } from "#db/audit-trail.ts";
import { currentPolicy, insertPolicy } from "#db/policies.ts";
import { databases, testStart } from "#test/support/databases.ts";
import { insertLive } from "#test/support/decisions.ts";
import { addPeople } from "#test/support/people.ts";
import { later } from "#test/support/sign-in.ts";

const now = later(testStart, 3600);

for (const [name, open] of Object.entries(databases))
  test(`${name}: a page shows the exceptions in force, by name, by group and by role, and no others`, async () => {
    const base = await open();
    onTestFinished(() => base.close());
    const { db, workspace } = base;
    const people = await addPeople(base);
    const managing = { workspaceId: workspace.id, by: null, actor: { kind: "console", id: null }, now } as const;
    await addObject(db, { ...managing, object: { kind: "group", id: "finance", name: "Finance", externalId: null } });
    const { userId } = people.implementer;
    await addMember(db, { ...managing, member: { kind: "group", objectId: "finance", userId } });
    await insertLive(base, people, { id: "EXC-2026-0001", userId });
    const forFinance = { groups: ["finance"], applications: ["payroll"] };
    await insertLive(base, people, { id: "EXC-2026-0002", scope: forFinance, approvedAt: now });
    // Approved before the implementer came into the group.
    await insertLive(base, people, { id: "EXC-2026-0007", scope: forFinance });
    await insertLive(base, people, { id: "EXC-2026-0003", scope: { roles: ["implementer"], applications: ["vpn"] } });
    await insertLive(base, people, { id: "EXC-2026-0004", userId: people.owner.userId });
    await insertLive(base, people, { id: "EXC-2026-0005", userId, startsAt: later(now, 60) });
    await insertLive(base, people, { id: "EXC-2026-0006", userId, endsAt: now });

    const view = await userView(db, { workspaceId: workspace.id, userId, applicationId: null, now });
    expect(view.exceptions.map(({ id, through }) => [id, through])).toEqual([
      ["EXC-2026-0001", ["by name"]],
      ["EXC-2026-0002", ["through the group Finance"]],
      ["EXC-2026-0003", ["through the role Implementer"]],
    ]);
    expect(view.user.groups).toEqual([{ id: "finance", name: "Finance" }]);
    expect(view.next?.application).toMatchObject({ id: "mfa-register" });

    const which = { kind: "group", id: "finance" } as const;
    const group = await objectView(db, { workspaceId: workspace.id, which, after: null, now });
    expect(group.exceptions.map(({ id }) => id)).toEqual(["EXC-2026-0002", "EXC-2026-0007"]);
    expect(group.members?.people).toMatchObject([{ id: userId }]);
  });

for (const [name, open] of Object.entries(databases))
  test(`${name}: a record says who came into its group after it was approved, and who left a rule`, async () => {
    const base = await open();
    onTestFinished(() => base.close());
    const { db, workspace } = base;
    const people = await addPeople(base);
    const managing = { workspaceId: workspace.id, by: null, actor: { kind: "console", id: null }, now } as const;
    await addObject(db, { ...managing, object: { kind: "group", id: "finance", name: "Finance", externalId: null } });
    await insertLive(base, people, { id: "EXC-2026-0001", scope: { groups: ["finance"], applications: ["payroll"] } });
    await insertLive(base, people, { id: "EXC-2026-0002", scope: { groups: ["finance"] }, endsAt: now });
    const policy = await currentPolicy(db, workspace.id);
    const rules = [{ id: "finance-asks", target: { kind: "group", id: "finance" }, dial: "required" }] as const;
    const why = { reason: "Finance", authorId: null, now };
    await insertPolicy(db, workspace.id, { ...policy, version: policy.version + 1, rules }, why);

    const { userId } = people.requestor;
    const member = { kind: "group", objectId: "finance", userId } as const;
    await addMember(db, { ...managing, member });
    expect((await historyOf(db, workspace.id, { kind: "exception", id: "EXC-2026-0001" })).at(-1)).toMatchObject({
      type: "exception.newcomer_not_covered",
      data: JSON.stringify({ userId, kind: "group", objectId: "finance" }),
    });
    expect(await historyOf(db, workspace.id, { kind: "exception", id: "EXC-2026-0002" })).toEqual([]);

    await removeMember(db, { ...managing, member });
    expect((await historyOf(db, workspace.id, { kind: "user", id: userId })).at(-1)).toMatchObject({
      type: "directory.member_removed",
      data: JSON.stringify({ kind: "group", objectId: "finance", rules: ["finance-asks"] }),
    });
  });
