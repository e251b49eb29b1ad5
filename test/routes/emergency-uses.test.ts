import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openSession } from "#app/auth/session.server.ts";
import { drillSteps } from "#app/break-glass/drill.ts";
import { addHours } from "#app/register/days.ts";
import * as apiDrill from "#app/routes/api.v1.break-glass.drills.$id.$command.ts";
import * as apiDrills from "#app/routes/api.v1.break-glass.drills.ts";
import * as apiUse from "#app/routes/api.v1.break-glass.uses.$id.$command.ts";
import * as drillPage from "#app/routes/break-glass.drills.$id.tsx";
import * as planPage from "#app/routes/break-glass.drills.new.tsx";
import * as incidentPage from "#app/routes/break-glass.incidents.$id.tsx";
import * as usePage from "#app/routes/break-glass.uses.$id.tsx";
import { findUse } from "#db/break-glass-uses.ts";
import { noteBreakGlassUses } from "#jobs/note-break-glass-uses.ts";
import { databases, type TestDatabase } from "#test/support/databases.ts";
import { addEmergencyAccount, rotateSecret, signInAs } from "#test/support/emergency-uses.ts";
import { jobContext, plainSecrets } from "#test/support/job-context.ts";
import { noon } from "#test/support/make.ts";
import { makeContext } from "#test/support/make-context.ts";
import { addPeople, type People, type Person } from "#test/support/people.ts";
import { contextFor, tokenFor } from "#test/support/routes.ts";
import { letIn, nobody } from "#test/support/sign-in.ts";
import { type RouteModule, type Visit, visit } from "#test/support/visit.ts";

const at = (hours: number) => addHours(noon, hours);

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
    /** Posts JSON with a token of somebody. */
    const post = async (route: RouteModule, person: Person, asked: Visit & { now: string }) => {
      const token = await tokenFor(base, person, ["read", "write"]);
      const given = {
        context: contextFor(base, { now: asked.now }),
        headers: { Authorization: `Bearer ${token}` },
      };
      const { answer, text } = await visit(route, "action", asked, given);
      return { status: answer, body: JSON.parse(text) };
    };
    /** Sends a form, or opens its page, as somebody who is signed in. */
    const browse = async (route: RouteModule, person: Person, asked: Visit & { now: string }) => {
      const method = { method: "passkey", completedAt: asked.now, userVerified: true } as const;
      const opening = { workspaceId: base.workspace.id, userId: person.userId, methods: [method], client: nobody };
      const { value } = await openSession(base.db, { ...opening, now: asked.now, admission: letIn });
      const context = makeContext(base, { secrets: plainSecrets, now: asked.now });
      const given = { context, headers: { Cookie: `mfa_session=${value}` } };
      return visit(route, asked.form ? "action" : "loader", asked, given);
    };

    test("a drill is planned, held and finished over the API, and its use closed by a second person", async () => {
      const account = await addEmergencyAccount(base, people);
      const plan = { account: account.userId, starts_at: null, hours: 2, signs_in: people.owner.userId };
      const path = "/api/v1/break-glass/drills";
      const planned = await post(apiDrills, people.implementer, { path, json: plan, now: at(0) });
      expect(planned).toMatchObject({ status: 201, body: { starts_at: at(0), ends_at: at(2), result: null } });
      const { id } = planned.body;
      const use = await signInAs(base, account, at(0.5));
      await note(at(0.6));
      await rotateSecret(base, account, people, at(1));
      const about = (command: string) => ({ path: `${path}/${id}/${command}`, params: { id, command }, now: at(3) });
      const steps = drillSteps.map((step) => ({ step, result: "pass" }));
      const answered = await post(apiDrill, people.owner, { ...about("answer"), json: { steps } });
      expect(answered.body.steps).toHaveLength(drillSteps.length);
      const proof = { json: { evidence: "Ticket OPS-9" } };
      expect(await post(apiDrill, people.owner, { ...about("finish"), ...proof })).toMatchObject({
        status: 403,
        body: { code: "same_person" },
      });
      expect((await post(apiDrill, people.implementer, { ...about("finish"), ...proof })).body.result).toBe("passed");
      expect((await post(apiDrill, people.admin, { ...about("burn"), json: {} })).status).toBe(404);
      const close = { path: `/api/v1/break-glass/uses/${use}/close`, params: { id: use, command: "close" }, json: {} };
      expect((await post(apiUse, people.owner, { ...close, now: at(4) })).status).toBe(403);
      expect((await post(apiUse, people.implementer, { ...close, now: at(4) })).body.standing).toBe("closed");
    });

    test("forms come back with what is wrong beside its field, and nothing is written", async () => {
      const account = await addEmergencyAccount(base, people);
      const past = {
        account: account.userId,
        starts_at: "2020-01-01T10:00",
        hours: "2",
        signs_in: people.owner.userId,
      };
      const planning = { path: "/break-glass/drills/new", now: at(10) };
      const late = await browse(planPage, people.owner, { ...planning, form: past });
      expect([late.answer, JSON.parse(late.text).data.fields]).toEqual([400, { starts_at: expect.any(String) }]);
      const empty = await browse(planPage, people.owner, { ...planning, form: { hours: "9" } });
      expect(Object.keys(JSON.parse(empty.text).data.fields).sort()).toEqual(["account", "hours", "signs_in"]);
      const use = await signInAs(base, account, at(10));
      await note(at(10.1));
      const of = { path: `/break-glass/uses/${use}`, params: { id: use }, now: at(11) };
      const unsaid = await browse(usePage, people.owner, { ...of, form: { intent: "classify", explanation: "?" } });
      expect([unsaid.answer, Object.keys(JSON.parse(unsaid.text).data.fields).sort()]).toEqual([
        400,
        ["classification", "explanation"],
      ]);
      expect((await browse(usePage, people.requestor, of)).answer).toBe(403);
      expect((await findUse(base.db, base.workspace.id, use))?.classification).toBeNull();
    });

    test("a use and its incident are told by forms, and a drill keeps what was answered so far", async () => {
      const account = await addEmergencyAccount(base, people);
      const use = await signInAs(base, account, at(20));
      await note(at(20.1));
      const of = { path: `/break-glass/uses/${use}`, params: { id: use }, now: at(21) };
      const said = { intent: "classify", classification: "misuse", explanation: "Tested from home.", signed_in_by: "" };
      expect((await browse(usePage, people.owner, { ...of, form: said })).answer).toBe(`→ ${of.path}`);
      const page = await browse(usePage, people.auditor, of);
      expect(page.text).toContain("Tested from home.");
      const id = (await findUse(base.db, base.workspace.id, use))?.incidentId ?? "";
      const incident = { path: `/break-glass/incidents/${id}`, params: { id }, now: at(21) };
      const report = { intent: "report", contain: "The account was barred." };
      expect((await browse(incidentPage, people.risk, { ...incident, form: report })).answer).toBe(
        `→ ${incident.path}`,
      );
      expect((await browse(incidentPage, people.auditor, incident)).text).toContain("The account was barred.");
      expect((await browse(incidentPage, people.auditor, { ...incident, form: report })).answer).toBe(403);
      const plan = { account: account.userId, starts_at: "", hours: "1", signs_in: people.owner.userId };
      const planned = await browse(planPage, people.owner, {
        path: "/break-glass/drills/new",
        form: plan,
        now: at(22),
      });
      const drill = String(planned.answer).replace("→ ", "");
      const held = { path: drill, params: { id: drill.slice(drill.lastIndexOf("/") + 1) }, now: at(22) };
      const form = { intent: "answer", seal_intact: "pass", "seal_intact-note": "Envelope 7", "resealed-note": "x" };
      expect((await browse(drillPage, people.owner, { ...held, form })).answer).toBe(`→ ${drill}`);
      const kept = await browse(drillPage, people.auditor, held);
      expect(kept.text).toContain("Envelope 7");
    });
  });
