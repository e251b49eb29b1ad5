import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { classify, close, writePostMortem } from "#app/break-glass/account-for-use.server.ts";
import { planDrill } from "#app/break-glass/hold-drill.server.ts";
import { declareEmergency, declareIncident, endEmergency } from "#app/break-glass/see-to-incident.server.ts";
import { addHours } from "#app/register/days.ts";
import { findUse } from "#db/break-glass-uses.ts";
import { listFindings } from "#db/findings.ts";
import { findIncident, listIncidents } from "#db/incidents.ts";
import { noteBreakGlassUses } from "#jobs/note-break-glass-uses.ts";
import { remindOfUses } from "#jobs/remind-of-uses.ts";
import { callerFor } from "#test/support/caller.ts";
import { databases, type TestDatabase, testStart } from "#test/support/databases.ts";
import { addEmergencyAccount, rotateSecret, signInAs } from "#test/support/emergency-uses.ts";
import { jobContext } from "#test/support/job-context.ts";
import { addPeople, type People, type Person } from "#test/support/people.ts";
import { refusalOf } from "#test/support/refusal-of.ts";

const hour = (hours: number) => addHours(testStart, hours);
const minute = (minutes: number) => addHours(testStart, minutes / 60);
const told = { what_happened: "The provider was down.", why_needed: "Nobody could reach the directory." };
const postMortem = { ...told, what_was_done: "A certificate was renewed.", what_would_avoid: "A reminder in time." };

for (const [name, open] of Object.entries(databases))
  describe(name, () => {
    let base: TestDatabase;
    let people: People;
    beforeAll(async () => {
      base = await open();
      people = await addPeople(base);
    });
    afterAll(() => base.close());

    const note = (now: string) => noteBreakGlassUses.run(jobContext(base), base.workspace, now);
    const by = async (person: Person, now: string) => ({ caller: await callerFor(base, person, now), now });
    const read = async (id: string) => {
      const use = await findUse(base.db, base.workspace.id, id);
      if (!use) throw new Error(`no use ${id}`);
      return use;
    };
    const mails = async (template: string, id: string) =>
      (await base.db.selectFrom("outbox").select(["toAddress", "data"]).where("template", "=", template).execute())
        .filter(({ data }) => JSON.parse(data).id === id)
        .map(({ toAddress }) => toAddress)
        .sort();
    const said = (classification: "drill" | "declared_emergency" | "misuse", signedInBy: string | null) => ({
      said: { classification, explanation: "The duty log of that hour says so.", signed_in_by: signedInBy },
    });
    const keepers = ["implementer@acme.example", "owner@acme.example", "security@acme.example"];

    test("two nodes raise one alarm for one sign-in, to custodians and the security contact", async () => {
      const account = await addEmergencyAccount(base, people);
      const id = await signInAs(base, account, hour(0));
      const noted = await Promise.all(Array.from({ length: 50 }, () => note(hour(0.01))));
      expect(noted.reduce((sum, report) => sum + Number(report.noted), 0)).toBe(1);
      expect(await mails("break_glass_used", id)).toEqual(keepers);
      const { incidentId, classification } = await read(id);
      expect(classification).toBeNull();
      const incident = await findIncident(base.db, base.workspace.id, incidentId ?? "");
      expect(incident).toMatchObject({ userId: account.userId, declaredAt: null, beginsAt: hour(0) });
      expect(incident?.report.where).toContain("203.0.113.9");
      expect(incident?.report.policyVersions).toEqual([1]);
    });

    test("what one person does at one place within ten minutes is one use; then, or elsewhere, it is another", async () => {
      const account = await addEmergencyAccount(base, people);
      const first = await signInAs(base, account, minute(0));
      const second = await signInAs(base, account, minute(9.99));
      const tenth = await signInAs(base, account, minute(10));
      const elsewhere = await signInAs(base, account, minute(1), { ip: "198.51.100.1" });
      const other = await signInAs(base, account, minute(2), { applicationId: "mail" });
      const unknown = [
        await signInAs(base, account, minute(3), { ip: null }),
        await signInAs(base, account, minute(4), { ip: null }),
      ];
      await note(minute(11));
      expect((await read(second)).partOf).toBe(first);
      for (const id of [first, tenth, elsewhere, other, ...unknown]) expect((await read(id)).partOf).toBeNull();
      expect(await mails("break_glass_used", second)).toEqual([]);
      expect(await mails("break_glass_used", tenth)).toEqual(keepers);
      // One story: the account's draft that nobody has taken on takes them all in.
      const drafts = new Set(await Promise.all([first, tenth, other].map(async (id) => (await read(id)).incidentId)));
      expect(drafts.size).toBe(1);
      expect(
        await refusalOf(
          classify(base.db, { ...(await by(people.admin, hour(1))), id: second, ...said("misuse", null) }),
        ),
      ).toBe("part_of_use");
    });

    test("a planned drill makes a use within it a drill, from its start to just before its end, and opens no incident", async () => {
      const account = await addEmergencyAccount(base, people);
      const plan = { account: account.userId, starts_at: hour(2), hours: 1, signs_in: people.owner.userId };
      await planDrill(base.db, { ...(await by(people.admin, hour(1))), said: plan });
      const ids = await Promise.all(
        [addHours(hour(2), -1 / 3_600_000), hour(2), addHours(hour(3), -1 / 3_600_000), hour(3)].map((at) =>
          signInAs(base, account, at, { ip: "10.0.0.1" }),
        ),
      );
      const before = (await listIncidents(base.db, base.workspace.id, 100)).length;
      await note(hour(3.5));
      const uses = await Promise.all(ids.map(read));
      expect(uses.map(({ classification }) => classification)).toEqual([null, "drill", "drill", null]);
      expect(uses.map(({ signedInBy }) => signedInBy)).toEqual([null, people.owner.userId, people.owner.userId, null]);
      expect(uses.map(({ incidentId }) => incidentId === null)).toEqual([false, true, true, false]);
      expect(await listIncidents(base.db, base.workspace.id, 100)).toHaveLength(before + 1);
    });

    test("a declared emergency takes uses in until it ends, and not those before it was declared", async () => {
      const account = await addEmergencyAccount(base, people);
      const emergency = { title: "Provider down", reference: "OPS-1", reason: "Nobody can sign in.", hours: 4 };
      const id = await declareEmergency(base.db, { ...(await by(people.risk, hour(5))), said: emergency });
      const before = await signInAs(base, account, addHours(hour(5), -1 / 3_600_000));
      const during = await signInAs(base, account, hour(5));
      await endEmergency(base.db, { ...(await by(people.owner, hour(7))), id });
      const last = await signInAs(base, account, addHours(hour(7), -1 / 3_600_000));
      const after = await signInAs(base, account, hour(7));
      await note(hour(7.1));
      expect(await read(during)).toMatchObject({ classification: "declared_emergency", incidentId: id });
      expect(await read(last)).toMatchObject({ classification: "declared_emergency", incidentId: id });
      for (const unplanned of [before, after]) {
        const { classification, incidentId } = await read(unplanned);
        expect([classification, incidentId === id]).toEqual([null, false]);
      }
      expect(await mails("break_glass_used", during)).toEqual(keepers);
    });

    test("nobody makes a drill or an emergency of a use afterwards; a draft is declared by name first", async () => {
      const account = await addEmergencyAccount(base, people);
      const id = await signInAs(base, account, hour(20));
      await note(hour(20.1));
      const one = { ...(await by(people.owner, hour(20.5))), id };
      expect(await refusalOf(classify(base.db, { ...one, ...said("drill", people.owner.userId) }))).toBe("no_drill");
      expect(await refusalOf(classify(base.db, { ...one, ...said("declared_emergency", null) }))).toBe("no_emergency");
      const { incidentId } = await read(id);
      const emergency = { title: "Provider down", reference: null, reason: "Nobody can sign in.", hours: 1 };
      const incident = { ...(await by(people.boss, hour(20.6))), id: incidentId ?? "" };
      await declareIncident(base.db, { ...incident, said: emergency });
      expect(await refusalOf(declareIncident(base.db, { ...incident, said: emergency }))).toBe("declared_already");
      await classify(base.db, { ...one, ...said("declared_emergency", people.owner.userId) });
      expect((await read(id)).classification).toBe("declared_emergency");
    });

    test("a use is closed with a post-mortem, after a confirmed rotation, by neither who signed in nor who said so", async () => {
      const account = await addEmergencyAccount(base, people);
      const id = await signInAs(base, account, hour(30));
      await signInAs(base, account, addHours(hour(30), 0.1));
      await note(hour(30.2));
      const { incidentId } = await read(id);
      const emergency = { title: "Provider down", reference: null, reason: "Nobody can sign in.", hours: 1 };
      await declareIncident(base.db, { ...(await by(people.risk, hour(30.3))), id: incidentId ?? "", said: emergency });
      const at = hour(31);
      await classify(base.db, {
        ...(await by(people.implementer, at)),
        id,
        ...said("declared_emergency", people.owner.userId),
      });
      await writePostMortem(base.db, { ...(await by(people.owner, at)), id, said: postMortem });
      // Replaced between the two sign-ins: the second had the new secret in hand.
      await rotateSecret(base, account, people, addHours(hour(30), 0.05));
      const closing = async (person: Person) => refusalOf(close(base.db, { ...(await by(person, hour(32))), id }));
      expect(await closing(people.admin)).toBe("use_incomplete");
      await rotateSecret(base, account, people, hour(31.5));
      expect(await closing(people.owner)).toBe("same_person");
      expect(await closing(people.implementer)).toBe("same_person");
      expect(await closing(people.auditor)).toBe("not_keeper");
      expect(await closing(people.requestor)).toBe("not_keeper");
      expect(await closing(account)).toBe("own_account");
      const all = await Promise.all(
        Array.from({ length: 50 }, async () =>
          close(base.db, { ...(await by(people.admin, hour(32))), id }).then(
            () => 1,
            () => 0,
          ),
        ),
      );
      expect(all.filter((done) => done === 1)).toHaveLength(1);
      expect(
        await refusalOf(classify(base.db, { ...(await by(people.admin, hour(33))), id, ...said("misuse", null) })),
      ).toBe("use_closed");
    });

    test("misuse opens one finding, however often it is said, and the person may be unknown", async () => {
      const account = await addEmergencyAccount(base, people);
      const id = await signInAs(base, account, hour(40));
      await note(hour(40.1));
      const one = { ...(await by(people.admin, hour(41))), id };
      expect(await refusalOf(classify(base.db, { ...one, ...said("misuse", account.userId) }))).toBe("unknown_person");
      for (const _ of [1, 2]) await classify(base.db, { ...one, ...said("misuse", null) });
      const findings = await listFindings(base.db, base.workspace.id, { userId: account.userId, limit: 9 });
      expect(findings).toMatchObject([{ sourceKind: "use", sourceId: id, resolvedAt: null }]);
      await writePostMortem(base.db, { ...one, said: postMortem });
      await rotateSecret(base, account, people, hour(42));
      await close(base.db, { ...(await by(people.boss, hour(43))), id });
      expect((await read(id)).closedBy).toBe(people.boss.userId);
    });

    test("custodians are reminded after 12 hours, the security contact after 24, each once", async () => {
      const account = await addEmergencyAccount(base, people);
      const id = await signInAs(base, account, hour(100));
      await note(hour(100));
      const remind = (now: string) => remindOfUses.run(jobContext(base), base.workspace, now);
      await remind(addHours(hour(112), -1 / 3_600_000));
      expect(await mails("use_unclassified", id)).toEqual([]);
      await Promise.all([remind(hour(112)), remind(hour(112)), remind(hour(113))]);
      expect(await mails("use_unclassified", id)).toEqual(keepers.slice(0, 2));
      await Promise.all([remind(hour(124)), remind(hour(125))]);
      expect(await mails("use_unclassified", id)).toEqual(keepers);
      const late = await signInAs(base, account, hour(101), { applicationId: "mail" });
      await note(hour(200));
      await remind(hour(200));
      expect(await mails("use_unclassified", late)).toEqual(["security@acme.example"]);
    });
  });
