import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { tellOfBypass } from "#app/auth/sso-rule.server.ts";
import { classify } from "#app/break-glass/account-for-use.server.ts";
import { reportParts, stateOfIncident } from "#app/break-glass/incident.ts";
import { closeIncident, declareEmergency, endEmergency, writeReport } from "#app/break-glass/see-to-incident.server.ts";
import { testAlarm } from "#app/break-glass/test-alarm.server.ts";
import { usesOnWire } from "#app/break-glass/uses-on-wire.server.ts";
import { addHours } from "#app/register/days.ts";
import { findUse } from "#db/break-glass-uses.ts";
import { findIncident } from "#db/incidents.ts";
import { write } from "#db/write.ts";
import { noteBreakGlassUses } from "#jobs/note-break-glass-uses.ts";
import { callerFor } from "#test/support/caller.ts";
import { databases, type TestDatabase, testStart } from "#test/support/databases.ts";
import { addEmergencyAccount, signInAs } from "#test/support/emergency-uses.ts";
import { jobContext } from "#test/support/job-context.ts";
import { addPeople, type People, type Person } from "#test/support/people.ts";
import { refusalOf } from "#test/support/refusal-of.ts";

const hour = (hours: number) => addHours(testStart, hours);
const said = { title: "Provider down", reference: null, reason: "Nobody can sign in.", hours: 4 };
const whole = Object.fromEntries(reportParts.map((part) => [part, `All of ${part}.`])) as Record<
  (typeof reportParts)[number],
  string
>; // one entry for each part

test.each([
  [{ declaredAt: null, endsAt: null, closedAt: null }, "draft"],
  [{ declaredAt: hour(0), endsAt: hour(2), closedAt: null }, "under_way"],
  [{ declaredAt: hour(0), endsAt: hour(1), closedAt: null }, "ended"],
  [{ declaredAt: null, endsAt: null, closedAt: hour(1) }, "closed"],
] as const)("of %j is said that it is %s", (incident, state) => {
  expect(stateOfIncident(incident, hour(1))).toBe(state);
});

for (const [name, open] of Object.entries(databases))
  describe(name, () => {
    let base: TestDatabase;
    let people: People;
    beforeAll(async () => {
      base = await open();
      people = await addPeople(base);
    });
    afterAll(() => base.close());

    const by = async (person: Person, now: string) => ({ caller: await callerFor(base, person, now), now });
    const declare = async (person: Person) => declareEmergency(base.db, { ...(await by(person, hour(0))), said });
    const mails = async (template: string) =>
      (await base.db.selectFrom("outbox").select("toAddress").where("template", "=", template).execute()).map(
        ({ toAddress }) => toAddress,
      );

    test("admins, owners, approvers and custodians declare, each with a number of its own, and nobody else does", async () => {
      const account = await addEmergencyAccount(base, people);
      const may = [people.admin, people.boss, people.risk, people.owner, people.implementer];
      const ids = await Promise.all(Array.from({ length: 10 }, () => may.map(declare)).flat());
      expect(new Set(ids).size).toBe(50);
      expect(ids.every((id) => /^INC-2026-\d{4}$/.test(id))).toBe(true);
      for (const person of [people.requestor, people.auditor, account])
        expect(await refusalOf(declare(person))).toBe("may_not_declare");
      expect(new Set(await mails("emergency_declared"))).toEqual(new Set(["security@acme.example"]));
    });

    test("an emergency is ended once, and closed when its report is whole", async () => {
      const id = await declare(people.boss);
      const one = { ...(await by(people.risk, hour(1))), id };
      expect(await refusalOf(closeIncident(base.db, one))).toBe("under_way");
      const ends = await Promise.all(
        Array.from({ length: 50 }, () =>
          endEmergency(base.db, one).then(
            () => 1,
            () => 0,
          ),
        ),
      );
      expect(ends.filter((done) => done === 1)).toHaveLength(1);
      expect(await refusalOf(closeIncident(base.db, one))).toBe("report_incomplete");
      await writeReport(base.db, { ...one, said: whole });
      expect(await refusalOf(writeReport(base.db, { ...one, said: whole }))).toBe("unchanged");
      expect(await refusalOf(closeIncident(base.db, { ...(await by(people.auditor, hour(2))), id }))).toBe(
        "may_not_declare",
      );
      await closeIncident(base.db, one);
      expect(await refusalOf(writeReport(base.db, { ...one, said: { ...whole, who: "Other" } }))).toBe(
        "incident_closed",
      );
      expect((await findIncident(base.db, base.workspace.id, id))?.endsAt).toBe(hour(1));
    });

    test("an incident is not closed before its uses are classified, nor by whoever signed in", async () => {
      const account = await addEmergencyAccount(base, people);
      const use = await signInAs(base, account, hour(50));
      await noteBreakGlassUses.run(jobContext(base), base.workspace, hour(50.1));
      const id = (await findUse(base.db, base.workspace.id, use))?.incidentId ?? "";
      await writeReport(base.db, { ...(await by(people.admin, hour(51))), id, said: whole });
      const closing = async (person: Person) => closeIncident(base.db, { ...(await by(person, hour(52))), id });
      expect(await refusalOf(closing(people.boss))).toBe("uses_open");
      await classify(base.db, {
        ...{ ...(await by(people.admin, hour(51))), id: use },
        said: { classification: "misuse", explanation: "Tested from home.", signed_in_by: people.owner.userId },
      });
      expect(await refusalOf(closing(people.owner))).toBe("same_person");
      await closing(people.boss);
    });

    test("a custodian without a role sees what is done with their account, and nothing of the others", async () => {
      const held = await addEmergencyAccount(base, people);
      const other = await addEmergencyAccount(base, { ...people, owner: people.risk, implementer: people.admin });
      const [mine] = [await signInAs(base, held, hour(60)), await signInAs(base, other, hour(60))];
      const seen = async (person: Person) => {
        const { data } = await usesOnWire(base.db, await callerFor(base, person, hour(61)), { limit: 100 }, hour(61));
        return data;
      };
      expect((await seen(people.auditor)).some(({ account_id }) => account_id === other.userId)).toBe(true);
      const ownSight = await seen(people.owner);
      expect(ownSight.some(({ id }) => id === mine)).toBe(true);
      expect(ownSight.some(({ account_id }) => account_id === other.userId)).toBe(false);
      expect(await refusalOf(seen(people.requestor))).toBe("no_role");
    });

    test("a sign-in of such an account around the identity provider stands in the log, and raises one alarm only", async () => {
      const account = await addEmergencyAccount(base, people);
      const bypass = async ({ userId }: Person) => {
        const methods = [{ method: "password", completedAt: hour(70), userVerified: false }] as const;
        const about = { workspaceId: base.workspace.id, userId, methods, ip: null, decisionId: "x.1.0", now: hour(70) };
        const actor = { kind: "user", id: userId } as const;
        await write(base.db, { workspaceId: base.workspace.id, actor, now: hour(70) }, (tx, journal) =>
          tellOfBypass(tx, journal, about),
        );
      };
      await bypass(account);
      expect(await mails("bypass_sign_in")).toEqual([]);
      await bypass(people.owner);
      expect(await mails("bypass_sign_in")).toEqual(["security@acme.example"]);
      const { count } = await base.db
        .selectFrom("auditEvents")
        .select((eb) => eb.fn.countAll<number>().as("count"))
        .where("type", "=", "session.bypass_idp")
        .executeTakeFirstOrThrow();
      expect(count).toBe(2);
    });

    test("a test of the alarm goes to whoever watches, and only by those who may declare", async () => {
      await testAlarm(base.db, await by(people.risk, hour(80)));
      expect(await mails("alarm_tested")).toEqual(["security@acme.example"]);
      for (const person of [people.auditor, people.requestor])
        expect(await refusalOf(testAlarm(base.db, await by(person, hour(80))))).toBe("may_not_test");
    });
  });
