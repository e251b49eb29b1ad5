import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openSession } from "#app/auth/session.server.ts";
import type { Instant } from "#app/engine/types.ts";
import { contentOf } from "#app/policy/policy-content.ts";
import { typedOf } from "#app/policy/policy-form.ts";
import * as policyPage from "#app/routes/settings.policy._index.tsx";
import * as draftPage from "#app/routes/settings.policy.drafts.$id.tsx";
import * as versionPage from "#app/routes/settings.policy.versions.$version.tsx";
import { currentPolicy } from "#db/policies.ts";
import { listOpenPolicyDrafts } from "#db/policy-drafts.ts";
import { databases, type TestDatabase, testStart } from "#test/support/databases.ts";
import { makeContext } from "#test/support/make-context.ts";
import { addPeople, type People } from "#test/support/people.ts";
import { later, letIn, nobody, openTestSecrets } from "#test/support/sign-in.ts";
import { type RouteModule, visit } from "#test/support/visit.ts";

const secrets = openTestSecrets();
const now = later(testStart, 3600);

for (const [name, open] of Object.entries(databases))
  describe(name, () => {
    let base: TestDatabase;
    let people: People;
    beforeAll(async () => {
      base = await open();
      people = await addPeople(base);
    });
    afterAll(() => base.close());

    const givenTo = async (who: keyof People, factorUsedAt: Instant = now) => {
      const { value } = await openSession(base.db, {
        workspaceId: base.workspace.id,
        userId: people[who].userId,
        methods: [{ method: "passkey", completedAt: factorUsedAt, userVerified: true }],
        client: nobody,
        admission: letIn,
        now: factorUsedAt,
      });
      return { context: makeContext(base, { secrets, now }), headers: { Cookie: `mfa_session=${value}` } };
    };
    const get = async (route: RouteModule, path: string, who: keyof People, params: Record<string, string> = {}) =>
      visit(route, "loader", { path, params }, await givenTo(who));
    /** What the form of the policy sends when these fields were changed in it. */
    const formWith = async (over: Record<string, string>) => {
      const policy = await currentPolicy(base.db, base.workspace.id);
      const { rules, floors, recoveryCodesAllowed, codesCountAsEnrollment, ...typed } = typedOf(contentOf(policy));
      const [floor] = floors;
      const row = Object.fromEntries(Object.entries(floor ?? {}).map(([key, cell]) => [`floors.${key}`, cell]));
      const on = recoveryCodesAllowed ? { recoveryCodesAllowed: "on" } : {};
      return { ...typed, ...on, ...row, basedOn: String(policy.version), ...over };
    };
    const post = async (over: Record<string, string>, who: keyof People = "admin") => {
      const form = await formWith(over);
      const { answer, text } = await visit(
        policyPage,
        "action",
        { path: "/settings/policy?index", form },
        await givenTo(who),
      );
      return { answer, body: text.startsWith("{") ? JSON.parse(text).data : null };
    };
    const reviewed = async (over: Record<string, string>) => {
      const { body } = await post({ ...over, intent: "review" });
      return { ...over, reviewed: body.review.seal as string, reason: "Agreed", intent: "save" };
    };
    const settle = async (id: string, form: Record<string, string>, who: keyof People, factorUsedAt?: Instant) =>
      visit(
        draftPage,
        "action",
        { path: `/settings/policy/drafts/${id}`, params: { id }, form },
        await givenTo(who, factorUsedAt),
      );

    test("admins change the page, auditors read it, everybody else is kept out", async () => {
      for (const who of ["admin", "boss"] as const)
        expect((await get(policyPage, "/settings/policy", who)).text).toContain('"mayEdit":true');
      expect((await get(policyPage, "/settings/policy", "auditor")).text).toContain('"mayEdit":false');
      for (const who of ["requestor", "identity", "risk", "leadership", "implementer"] as const) {
        expect((await get(policyPage, "/settings/policy", who)).answer).toBe(403);
        expect((await get(versionPage, "/settings/policy/versions/1", who, { version: "1" })).answer).toBe(403);
      }
      for (const who of ["auditor", "identity"] as const)
        expect((await post({ grace: "1", intent: "review" }, who)).answer).toBe(403);
    });

    test("nothing is saved that was not looked at as it is", async () => {
      const before = await currentPolicy(base.db, base.workspace.id);
      const blind = await post({ grace: "7", intent: "save", reason: "Blind" });
      expect(blind).toMatchObject({ answer: 400, body: { review: { isChangedSince: true } } });
      const look = await reviewed({ grace: "7" });
      const changed = await post({ ...look, grace: "8" });
      expect(changed).toMatchObject({ answer: 400, body: { review: { isChangedSince: true } } });
      const silent = await post({ ...look, reason: " " });
      expect(silent).toMatchObject({
        answer: 400,
        body: { errors: { reason: "Say why; it stays with the version." } },
      });
      expect(await currentPolicy(base.db, base.workspace.id)).toEqual(before);
    });

    test("what tightens leads to the new version, what weakens to a draft that waits", async () => {
      const { version } = await currentPolicy(base.db, base.workspace.id);
      expect((await post(await reviewed({ grace: "7" }))).answer).toBe(`→ /settings/policy/versions/${version + 1}`);
      expect((await currentPolicy(base.db, base.workspace.id)).graceHours).toBe(168);
      const weaker = await post(await reviewed({ dial: "off" }));
      const [draft] = await listOpenPolicyDrafts(base.db, base.workspace.id);
      expect(weaker.answer).toBe(`→ /settings/policy/drafts/${draft?.id}`);
      expect(draft).toMatchObject({ state: "waiting", content: { dial: "off" } });
      expect((await currentPolicy(base.db, base.workspace.id)).dial).toBe("required");
    });

    test("a second admin who has used a factor a moment ago confirms it, and nobody else", async () => {
      const [draft] = await listOpenPolicyDrafts(base.db, base.workspace.id);
      const id = draft?.id ?? "";
      const path = `/settings/policy/drafts/${id}`;
      expect((await get(draftPage, path, "admin", { id })).text).toContain("You asked for this");
      const confirm = { command: "confirm", comment: "Seen" };
      expect((await settle(id, confirm, "admin")).answer).toBe(403);
      expect((await settle(id, confirm, "auditor")).answer).toBe(403);
      expect((await settle(id, { command: "confirm" }, "boss")).answer).toBe(400);
      expect((await settle(id, confirm, "boss", later(now, -901))).answer).toBe("→ /step-up");
      expect((await currentPolicy(base.db, base.workspace.id)).dial).toBe("required");
      expect((await settle(id, confirm, "boss")).answer).toBe(`→ ${path}`);
      expect((await currentPolicy(base.db, base.workspace.id)).dial).toBe("off");
      expect((await settle(id, confirm, "boss")).answer).toBe(409);
    });

    test("an earlier version is compared and restored, as a save like any other", async () => {
      const { version } = await currentPolicy(base.db, base.workspace.id);
      const beside = await get(versionPage, `/settings/policy/versions/1?with=${version}`, "auditor", { version: "1" });
      expect(beside.text).toContain("Who has to use MFA");
      const restore = (reason: string, basedOn = version) =>
        givenTo("admin").then((given) =>
          visit(
            versionPage,
            "action",
            { path: "/settings/policy/versions/2", params: { version: "2" }, form: { basedOn: `${basedOn}`, reason } },
            given,
          ),
        );
      expect((await restore("")).answer).toBe(400);
      expect((await restore("Back", 1)).answer).toBe(409);
      expect((await restore("Back")).answer).toBe(`→ /settings/policy/versions/${version + 1}`);
      expect(await currentPolicy(base.db, base.workspace.id)).toMatchObject({ dial: "required", graceHours: 168 });
    });

    test("what is wrong is said at its field, and rows come by buttons", async () => {
      expect(await post({ grace: "31", intent: "review" })).toMatchObject({
        answer: 400,
        body: { errors: { grace: "Grace is 0 to 720 hours, which is 30 days" }, typed: { grace: "31" } },
      });
      expect(await post({ intent: "review" })).toMatchObject({ answer: 400, body: { review: null } });
      expect((await post({ intent: "add:rules:" })).body.typed.rules).toHaveLength(1);
      expect((await post({ intent: "remove:floors:owners" })).body.typed.floors).toEqual([]);
      const unknown = {
        "rules.id": "rule-1",
        "rules.kind": "group",
        "rules.target": "nobody",
        "rules.dial": "required",
        "rules.factorSet": "",
        "rules.challengeFrequency": "",
      };
      expect(await post({ ...unknown, intent: "review" })).toMatchObject({
        answer: 400,
        body: { errors: { "rules.0.target": "There is no group nobody in the directory." } },
      });
    });

    test("a version or draft that is not there is not found", async () => {
      for (const version of ["99", "none", "0"])
        expect((await get(versionPage, `/settings/policy/versions/${version}`, "admin", { version })).answer).toBe(404);
      expect((await get(draftPage, "/settings/policy/drafts/pol_0", "admin", { id: "pol_0" })).answer).toBe(404);
    });
  });
