import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  type Drill,
  daysBeforeEnd,
  drillSteps,
  isAnswerOf,
  isDueIn,
  quarterAt,
  quarterBefore,
  stepWording,
} from "#app/break-glass/drill.ts";
import { answerSteps, cancelDrill, finishDrill, planDrill } from "#app/break-glass/hold-drill.server.ts";
import { addDays, addHours } from "#app/register/days.ts";
import { findDrill } from "#db/drills.ts";
import { listFindings } from "#db/findings.ts";
import { noteBreakGlassUses } from "#jobs/note-break-glass-uses.ts";
import { remindDrills } from "#jobs/remind-drills.ts";
import { callerFor } from "#test/support/caller.ts";
import { databases, type TestDatabase, testStart } from "#test/support/databases.ts";
import { addEmergencyAccount, rotateSecret, signInAs } from "#test/support/emergency-uses.ts";
import { jobContext } from "#test/support/job-context.ts";
import { addPeople, type People, type Person } from "#test/support/people.ts";
import { refusalOf } from "#test/support/refusal-of.ts";

test.each([
  // Berlin's new year is an hour before that of UTC, and its quarters begin in summer time, too.
  ["2026-12-31T22:59:59.999Z", "Europe/Berlin", "2026-Q4", "2026-09-30T22:00:00.000Z", "2026-12-31T23:00:00.000Z"],
  ["2026-12-31T23:00:00.000Z", "Europe/Berlin", "2027-Q1", "2026-12-31T23:00:00.000Z", "2027-03-31T22:00:00.000Z"],
  ["2026-03-31T21:59:59.999Z", "Europe/Berlin", "2026-Q1", "2025-12-31T23:00:00.000Z", "2026-03-31T22:00:00.000Z"],
  ["2026-06-30T12:00:00.000Z", "Pacific/Kiritimati", "2026-Q3", "2026-06-30T10:00:00.000Z", "2026-09-30T10:00:00.000Z"],
  ["2026-10-01T03:59:00.000Z", "America/New_York", "2026-Q3", "2026-07-01T04:00:00.000Z", "2026-10-01T04:00:00.000Z"],
])("%s lies in a quarter of the calendar of %s", (at, zone, name, beginsAt, endsAt) => {
  expect(quarterAt(at, zone)).toEqual({ name, beginsAt, endsAt });
});

test("days before the end of a quarter are those of the calendar, across a change of the clocks", () => {
  const spring = quarterAt("2026-02-01T12:00:00.000Z", "Europe/Berlin");
  expect(daysBeforeEnd(spring, 7, "Europe/Berlin")).toBe("2026-03-24T23:00:00.000Z");
  expect(daysBeforeEnd(spring, 2, "Europe/Berlin")).toBe("2026-03-29T22:00:00.000Z");
  expect(quarterBefore(spring, "Europe/Berlin").name).toBe("2025-Q4");
});

test("an account that is registered in the last fourteen days of a quarter is drilled in the next", () => {
  const quarter = quarterAt("2026-11-01T12:00:00.000Z", "UTC");
  expect(isDueIn(quarter, "2026-12-18T00:00:00.000Z", "UTC")).toBe(true);
  expect(isDueIn(quarter, "2026-12-18T00:00:00.001Z", "UTC")).toBe(false);
});

test("what a drill is for cannot be left out of it", () => {
  const optional = drillSteps.filter((step) => isAnswerOf(step, "not_applicable"));
  expect(optional).toEqual(drillSteps.filter((step) => !stepWording[step].isRequired));
  expect(optional).toEqual(["announced", "resealed"]);
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

    const hour = (hours: number) => addHours(testStart, hours);
    const by = async (person: Person, now: string) => ({ caller: await callerFor(base, person, now), now });
    const plan = async (
      account: Person,
      { at = hour(1), person = people.admin, signsIn = people.owner, now = hour(0) } = {},
    ) =>
      planDrill(base.db, {
        ...(await by(person, now)),
        said: { account: account.userId, starts_at: at, hours: 2, signs_in: signsIn.userId },
      });
    const read = async (id: string): Promise<Drill> => {
      const drill = await findDrill(base.db, base.workspace.id, id);
      if (!drill) throw new Error(`no drill ${id}`);
      return drill;
    };
    const answers = (result: "pass" | "fail", steps: readonly (typeof drillSteps)[number][] = drillSteps) => ({
      said: { steps: steps.map((step) => ({ step, result, note: "As noted." })) },
    });
    const proof = { said: { evidence: "Ticket OPS-7" } };

    test("a plan is refused in the past, to strangers, for an open drill and with somebody who may not sign in", async () => {
      const account = await addEmergencyAccount(base, people);
      expect(await refusalOf(plan(account, { at: addHours(hour(0), -0.01) }))).toBe("in_the_past");
      expect(await refusalOf(plan(account, { person: people.requestor }))).toBe("not_keeper");
      expect(await refusalOf(plan(account, { person: people.auditor }))).toBe("not_keeper");
      expect(await refusalOf(plan(account, { person: account }))).toBe("own_account");
      expect(await refusalOf(plan(account, { signsIn: people.requestor }))).toBe("cannot_sign_in");
      expect(await refusalOf(plan(account, { signsIn: account }))).toBe("cannot_sign_in");
      expect(await refusalOf(plan(people.requestor))).toBe("not_registered");
      const all = await Promise.all(
        Array.from({ length: 50 }, () =>
          plan(account).then(
            () => 1,
            () => 0,
          ),
        ),
      );
      expect(all.filter((done) => done === 1)).toHaveLength(1);
      expect(await refusalOf(plan(account))).toBe("drill_open");
    });

    test("what the register sees for itself is not believed without it", async () => {
      const account = await addEmergencyAccount(base, people);
      const id = await plan(account);
      const answering = { ...(await by(people.implementer, hour(1.5))), id };
      for (const step of ["log_distinct", "signs_in_cut_off", "credential_rotated"] as const)
        expect(await refusalOf(answerSteps(base.db, { ...answering, ...answers("pass", [step]) }))).toBe("not_shown");
      // Replaced before the sign-in: that secret has been out of its envelope again.
      await rotateSecret(base, account, people, hour(1.1));
      await signInAs(base, account, hour(1.2));
      await noteBreakGlassUses.run(jobContext(base), base.workspace, hour(1.3));
      await answerSteps(base.db, { ...answering, ...answers("pass", ["log_distinct", "signs_in_cut_off"]) });
      const rotated = answers("pass", ["credential_rotated"]);
      expect(await refusalOf(answerSteps(base.db, { ...answering, ...rotated }))).toBe("not_shown");
      const step = { step: "session_ended", result: "not_applicable", note: "" } as const;
      const leftOut = { said: { steps: [step] } };
      expect(await refusalOf(answerSteps(base.db, { ...answering, ...leftOut }))).toBe("step_required");
      expect(await refusalOf(cancelDrill(base.db, answering))).toBe("drill_begun");
    });

    test("a drill passes when every step did; who signed in does not finish it, and nobody does twice", async () => {
      const account = await addEmergencyAccount(base, people);
      const id = await plan(account);
      await signInAs(base, account, hour(1.2));
      await noteBreakGlassUses.run(jobContext(base), base.workspace, hour(1.3));
      await rotateSecret(base, account, people, hour(1.5));
      const one = { ...(await by(people.owner, hour(2))), id };
      const most = drillSteps.filter((step) => step !== "resealed");
      await answerSteps(base.db, { ...one, ...answers("pass", most) });
      const finish = async (person: Person) => finishDrill(base.db, { ...(await by(person, hour(2))), id, ...proof });
      expect(await refusalOf(finish(people.implementer))).toBe("steps_open");
      await answerSteps(base.db, { ...one, ...answers("pass", ["resealed"]) });
      expect(await refusalOf(finish(people.owner))).toBe("same_person");
      const all = await Promise.all(
        Array.from({ length: 50 }, () =>
          finish(people.implementer).then(
            () => 1,
            () => 0,
          ),
        ),
      );
      expect(all.filter((done) => done === 1)).toHaveLength(1);
      expect(await read(id)).toMatchObject({ result: "passed", evidence: "Ticket OPS-7", quarter: "2026-Q4" });
      expect(await refusalOf(answerSteps(base.db, { ...one, ...answers("fail") }))).toBe("drill_finished");
    });

    test("each step that failed becomes a finding", async () => {
      const account = await addEmergencyAccount(base, people);
      const id = await plan(account);
      const one = { ...(await by(people.admin, hour(2))), id };
      const failing = ["signs_in_cut_off", "log_distinct", "credential_rotated"] as const;
      const others = drillSteps.filter((step) => !failing.some((each) => each === step));
      await answerSteps(base.db, { ...one, ...answers("fail", failing) });
      await answerSteps(base.db, { ...one, ...answers("pass", others) });
      await finishDrill(base.db, { ...one, ...proof });
      expect((await read(id)).result).toBe("failed");
      const findings = await listFindings(base.db, base.workspace.id, { userId: account.userId, limit: 9 });
      expect(findings.map(({ sourceId }) => sourceId)).toEqual([id, id, id]);
    });

    test("custodians are reminded 30, 14 and 7 days before the quarter ends, the security contact after it, each once", async () => {
      const mine = await open();
      try {
        const cast = await addPeople(mine);
        const account = await addEmergencyAccount(mine, cast);
        const run = (now: string) => remindDrills.run(jobContext(mine), mine.workspace, now);
        const told = async () =>
          (await mine.db.selectFrom("outbox").select(["template", "toAddress"]).execute()).map(
            ({ template, toAddress }) => `${template} ${toAddress.split("@")[0]}`,
          );
        const end = quarterAt(testStart, mine.workspace.timeZone).endsAt;
        await run(addHours(addDays(end, -30), -0.01));
        expect(await told()).toEqual([]);
        await Promise.all([run(addDays(end, -30)), run(addDays(end, -30)), run(addDays(end, -20))]);
        expect((await told()).sort()).toEqual(["drill_due implementer", "drill_due owner"]);
        // Two steps were slept through: one message, about the nearest.
        await run(addDays(end, -6));
        expect(await told()).toHaveLength(4);
        await run(end);
        await run(addDays(end, 20));
        expect((await told()).filter((each) => each.startsWith("drill_overdue"))).toEqual(["drill_overdue security"]);
        await mine.db.deleteFrom("dutyNotices").execute();
        await mine.db
          .insertInto("drills")
          .values({
            ...{ workspaceId: mine.workspace.id, id: "drl_held", userId: account.userId, quarter: "2026-Q4" },
            ...{ startsAt: addHours(end, -1), endsAt: end, signsIn: cast.owner.userId, plannedBy: cast.owner.userId },
            ...{ plannedAt: testStart, result: "failed", finishedBy: cast.admin.userId, finishedAt: end },
          })
          .execute();
        const before = (await told()).length;
        await run(addDays(end, 1));
        expect(await told()).toHaveLength(before);
      } finally {
        await mine.close();
      }
    });
  });
