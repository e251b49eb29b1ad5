import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Effect } from "#app/engine/types.ts";
import { addDays, addHours } from "#app/register/days.ts";
import { type Exception, emptyScope } from "#app/register/exception.ts";
import { keepPeopleOf } from "#app/reports/keep-people.server.ts";
import { endOfDay, momentOfNow } from "#app/reports/moment.ts";
import { readPeople } from "#app/reports/read-people.server.ts";
import { addDirectoryObject, addMembership } from "#db/directory.ts";
import { insertException } from "#db/exceptions.ts";
import { insertUser, setDisabled } from "#db/users.ts";
import { databases, type TestDatabase, testStart } from "#test/support/databases.ts";
import { make } from "#test/support/make.ts";
import { addPeople, type People } from "#test/support/people.ts";

const approvedAt = addDays(testStart, 2);
const now = addDays(testStart, 5);

for (const [name, open] of Object.entries(databases))
  describe(name, () => {
    let base: TestDatabase;
    let people: People;
    let count = 0;
    beforeAll(async () => {
      base = await open();
      people = await addPeople(base);
      await addDirectoryObject(base.db, base.workspace.id, { kind: "group", id: "lab", name: "Lab" }, testStart);
    });
    afterAll(() => base.close());

    const newcomer = async (joinedAt: string | null = null) => {
      count += 1;
      const id = `usr_new_${count}`;
      const user = { id, userName: `${id}@acme.example`, displayName: id, department: "Lab", createdAt: testStart };
      await insertUser(base.db, base.workspace.id, user);
      const membership = { userId: id, kind: "group", objectId: "lab" } as const;
      if (joinedAt) await addMembership(base.db, base.workspace.id, membership, joinedAt);
      return id;
    };
    const except = async (
      scope: Partial<Exception["scope"]>,
      over: Partial<Exception> = {},
      effect: Effect = "waive_mfa",
    ) => {
      count += 1;
      const record = make.exception({
        ...{ workspaceId: base.workspace.id, id: `EXC-2026-${count}`, state: "active", effect, approvedAt },
        ...{
          requestorId: people.requestor.userId,
          ownerId: people.owner.userId,
          startsAt: testStart,
          endsAt: addDays(now, 9),
        },
        ...{ activatedAt: approvedAt, implementerId: people.implementer.userId, scope: { ...emptyScope, ...scope } },
        ...over,
      });
      await insertException(base.db, record, null);
    };
    const isExempt = async (id: string) => {
      const all = (await readPeople(base.db, momentOfNow(base.workspace, now))) ?? [];
      return all.find((person) => person.id === id)?.isExempt;
    };

    test("somebody is exempted by what names them and lets them in without, and by nothing else", async () => {
      const [waived, deferred, legacy] = [await newcomer(), await newcomer(), await newcomer()];
      await except({ users: [waived] });
      await except({ users: [deferred] }, {}, "defer_enrollment");
      await except({ users: [legacy] }, {}, "allow_legacy_protocol");
      const [factors, ended, held, other] = [await newcomer(), await newcomer(), await newcomer(), await newcomer()];
      await except({ users: [factors] }, {}, "allow_factors");
      await except({ users: [ended] }, { endsAt: now });
      await except({ users: [held] }, { state: "suspended" });
      await except({ applications: ["mail"] });
      expect(await Promise.all([waived, deferred, legacy].map(isExempt))).toEqual([true, true, true]);
      expect(await Promise.all([factors, ended, held, other].map(isExempt))).toEqual([false, false, false, false]);
    });

    test("a group exempts who was in it when it was approved, and nobody where nothing narrows it", async () => {
      const [before, after] = [await newcomer(testStart), await newcomer(addHours(approvedAt, 1))];
      await except({ groups: ["lab"] });
      expect(await Promise.all([before, after].map(isExempt))).toEqual([false, false]);
      await except({ groups: ["lab"], applications: ["mail"] });
      expect(await Promise.all([before, after].map(isExempt))).toEqual([true, false]);
    });

    test("what people were is kept when it changes, once for a day, and holds no name", async () => {
      const { db, workspace } = base;
      const kept = async () => (await db.selectFrom("measuredPeople").selectAll().execute()).length;
      const night = (day: string) => ({ ...endOfDay(workspace, day), day });
      const [first, second, third] = [night("2026-11-07"), night("2026-11-08"), night("2026-11-09")];
      await Promise.all([1, 2].map(() => keepPeopleOf(db, first, first.day)));
      const everybody = await kept();
      await keepPeopleOf(db, second, second.day);
      expect(await kept()).toBe(everybody);
      await setDisabled(db, workspace.id, people.auditor.userId, third.from);
      await keepPeopleOf(db, third, third.day);
      expect(await kept()).toBe(everybody + 1);
      const of = async (moment: typeof first) => (await readPeople(db, moment))?.map(({ id }) => id) ?? [];
      expect((await of(second)).includes(people.auditor.userId)).toBe(true);
      expect((await of(third)).includes(people.auditor.userId)).toBe(false);
      expect(await readPeople(db, night("2026-11-10"))).toBeUndefined();
      const rows = JSON.stringify(await db.selectFrom("measuredPeople").selectAll().execute());
      expect(rows).not.toContain("@acme.example");
      await expect(db.updateTable("measuredPeople").set({ method: null }).execute()).rejects.toThrow("append-only");
    });
  });
