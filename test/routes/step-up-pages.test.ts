import type { ActionFunctionArgs } from "@remix-run/node";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { disableUser } from "#app/auth/people.server.ts";
import { openSession } from "#app/auth/session.server.ts";
import { contentOfCategory } from "#app/categories/category-content.ts";
import { typedOfCategory } from "#app/categories/category-form.ts";
import { contentOf } from "#app/policy/policy-content.ts";
import { typedOf } from "#app/policy/policy-form.ts";
import { apply } from "#app/register/apply.server.ts";
import { fileException } from "#app/register/file-exception.server.ts";
import * as delegations from "#app/routes/account.delegations.tsx";
import * as pseudonymise from "#app/routes/directory.users.$id_.pseudonymise.tsx";
import * as command from "#app/routes/exceptions.$id.$command.tsx";
import * as newExport from "#app/routes/exports.new.tsx";
import * as category from "#app/routes/settings.categories.$id.tsx";
import * as peoplePage from "#app/routes/settings.people.tsx";
import * as policy from "#app/routes/settings.policy._index.tsx";
import * as policyDraft from "#app/routes/settings.policy.drafts.$id.tsx";
import * as tokens from "#app/routes/settings.tokens.tsx";
import { getCategory } from "#db/categories.ts";
import { currentPolicy } from "#db/policies.ts";
import { insertPolicyDraft } from "#db/policy-drafts.ts";
import { completeDraft } from "#test/support/active-exception.ts";
import { databases, type TestDatabase, testStart } from "#test/support/databases.ts";
import { makeContext } from "#test/support/make-context.ts";
import { addPeople, type People } from "#test/support/people.ts";
import { console_, later, letIn, nobody, openTestSecrets } from "#test/support/sign-in.ts";
import type { RouteModule } from "#test/support/visit.ts";

const secrets = openTestSecrets();
const now = later(testStart, 3600);
const stale = later(now, -15 * 60 - 1);
const host = "http://localhost:3000";
const draftId = "pdr_step_up";
const mark = "Ferryhouse";

type Sent = Record<string, string | string[]>;
type Case = {
  what: string;
  who: keyof People;
  route: RouteModule;
  path: string;
  params?: Record<string, string>;
  form: Sent;
  /** Where the form stands, where that is another page than the one that it is sent to. */
  page?: { route: RouteModule; path: string };
};

for (const [name, open] of Object.entries(databases))
  describe(name, () => {
    let base: TestDatabase;
    let people: People;
    let recordId: string;
    beforeAll(async () => {
      base = await open();
      people = await addPeople(base);
      recordId = await submitted();
      const disabling = { workspaceId: base.workspace.id, userId: people.leadership.userId, reason: "Has left" };
      await disableUser(base.db, { ...disabling, ...console_, now: testStart });
      const { version: basedOn, ...inForce } = await currentPolicy(base.db, base.workspace.id);
      await insertPolicyDraft(base.db, base.workspace.id, {
        ...{ id: draftId, basedOn, content: contentOf({ ...inForce, version: basedOn, graceHours: 720 }) },
        ...{ forcesReenrollment: false, reason: "A month", state: "waiting", authorId: people.boss.userId },
        ...{ createdAt: testStart, updatedAt: testStart, decidedBy: null, decidedAt: null, comment: null },
      });
    });
    afterAll(() => base.close());

    async function submitted(): Promise<string> {
      const { requestor } = people;
      const auditActor = { kind: "user", id: requestor.userId } as const;
      const filing = { workspaceId: base.workspace.id, requestor, actor: auditActor, now: testStart };
      const { id, version } = await fileException(base.db, { ...filing, draft: completeDraft() });
      const actor = { ...requestor, aal: 2, factorUsedAt: testStart } as const;
      const input = { command: "submit", comment: "", version } as const;
      await apply(base.db, { workspaceId: base.workspace.id, id, input, actor, auditActor, now: testStart });
      return id;
    }

    /** A session whose factor was used too long ago, and what makes it fresh again. */
    const staleSession = async (who: keyof People) => {
      const methods = (at: string) => [{ method: "passkey", completedAt: at, userVerified: true }] as const;
      const opening = { workspaceId: base.workspace.id, userId: people[who].userId, client: nobody, now: stale };
      const { value, session } = await openSession(base.db, { ...opening, methods: methods(stale), admission: letIn });
      const refresh = () =>
        base.db
          .updateTable("sessions")
          .set({ methods: JSON.stringify(methods(now)) })
          .where("idHash", "=", session.idHash)
          .execute();
      return { headers: { Cookie: `mfa_session=${value}` }, refresh };
    };
    const ask = async (
      handler: unknown,
      { path, params = {}, headers, form }: Pick<Case, "path" | "params"> & { headers: HeadersInit; form?: Sent },
    ) => {
      const body = form && new URLSearchParams(Object.entries(form).flatMap(([k, v]) => [v].flat().map((e) => [k, e])));
      const request = new Request(host + path, { method: form ? "POST" : "GET", headers, ...(body && { body }) });
      const context = makeContext(base, { secrets, now });
      const run = handler as (args: ActionFunctionArgs) => unknown; // loaders and actions take the same
      const answer = await Promise.resolve()
        .then(() => run({ request, params, context } as ActionFunctionArgs))
        .catch((thrown: unknown) => thrown);
      if (answer instanceof Error) throw answer;
      const location = answer instanceof Response ? answer.headers.get("Location") : null;
      return { location, body: answer instanceof Response ? null : answer, answer };
    };
    const wayBackIn = (location: string | null) => new URL(location ?? "", host).searchParams.get("to") ?? "";

    const policyForm = async (over: Record<string, string>) => {
      const inForce = await currentPolicy(base.db, base.workspace.id);
      const { rules, floors, recoveryCodesAllowed, codesCountAsEnrollment, ...typed } = typedOf(contentOf(inForce));
      const row = Object.fromEntries(Object.entries(floors[0] ?? {}).map(([key, cell]) => [`floors.${key}`, cell]));
      const on = recoveryCodesAllowed ? { recoveryCodesAllowed: "on" } : {};
      return { ...typed, ...on, ...row, basedOn: String(inForce.version), ...over };
    };
    const categoryForm = async (over: Record<string, string>) => {
      const inForce = await getCategory(base.db, base.workspace.id, "legacy_or_service_account");
      const { fields } = typedOfCategory(contentOfCategory(inForce));
      const [part] = inForce.mustCarry;
      const sent = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== ""));
      const row = { "part.key": part?.key ?? "", "part.label": part?.label ?? "", "part.hint": part?.hint ?? "" };
      return { ...sent, ...row, "part.need": "required", basedOn: String(inForce.version), ...over };
    };
    /** A form that was looked at, so that sending it would save it. */
    const sealed = async (
      route: { action: unknown },
      who: keyof People,
      visit: Pick<Case, "path" | "params">,
      form: Sent,
    ) => {
      const { headers } = await staleSession(who);
      const { body } = await ask(route.action, { ...visit, headers, form: { ...form, intent: "review" } });
      const { review } = (body as { data: { review: { seal: string } } }).data; // of a form that is right
      return { ...form, intent: "save", reviewed: review.seal, reason: mark };
    };

    const cases = async (): Promise<Case[]> => {
      const away = { to: people.risk.userName, starts_at: "", ends_at: "2026-11-20T09:00", reason: mark };
      const policyVisit = { path: "/settings/policy?index" };
      const categoryVisit = {
        path: "/settings/categories/legacy_or_service_account",
        params: { id: "legacy_or_service_account" },
      };
      const { userId: left } = people.leadership;
      const named = { path: `/directory/users/${left}/pseudonymise`, params: { id: left } };
      return [
        {
          ...{ what: "refusing a request", who: "identity", route: command },
          ...{ path: `/exceptions/${recordId}/reject`, params: { id: recordId, command: "reject" } },
          form: { version: "2", comment: mark },
        },
        {
          ...{ what: "giving one's place away", who: "identity", route: delegations, path: "/account/delegations" },
          form: { intent: "give", ...away },
        },
        {
          ...{ what: "confirming a weakening", who: "admin", route: policyDraft },
          ...{ path: `/settings/policy/drafts/${draftId}`, params: { id: draftId } },
          form: { command: "confirm", comment: mark },
        },
        {
          ...{ what: "saving the policy", who: "admin", route: policy, ...policyVisit },
          form: await sealed(policy, "admin", policyVisit, await policyForm({ grace: "7" })),
        },
        {
          ...{ what: "weakening a category", who: "admin", route: category, ...categoryVisit },
          form: await sealed(category, "admin", categoryVisit, await categoryForm({ graceDays: "30" })),
        },
        {
          ...{ what: "making a token", who: "requestor", route: tokens, path: "/settings/tokens" },
          form: { intent: "create", kind: "personal", name: mark, scopes: ["read", "write"], days: "30" },
        },
        {
          ...{ what: "adding somebody", who: "admin", route: peoplePage, path: "/settings/people" },
          form: { intent: "add", userName: "new@acme.example", displayName: mark, roles: ["implementer"] },
        },
        { ...{ what: "taking a name out", who: "admin", route: pseudonymise, ...named }, form: { reason: mark } },
      ];
    };
    /** What takes nothing that was typed along: the page says that it may be sent again. */
    const silent = (): Case[] => [
      {
        ...{ what: "revoking a token", who: "requestor", route: tokens, path: "/settings/tokens" },
        form: { intent: "revoke", id: "tok_of_somebody" },
      },
      {
        ...{
          what: "other roles",
          who: "admin",
          route: peoplePage,
          path: `/settings/people?manage=${people.owner.userId}`,
        },
        form: { intent: "roles", userId: people.owner.userId, roles: ["auditor"] },
      },
      {
        ...{ what: "an export", who: "auditor", route: newExport, path: "/exports/new" },
        form: { kind: "register", format: "csv", query: "view=live" },
        page: { route: newExport, path: "/exports/new?kind=register&query=view%3Dlive" },
      },
    ];

    test("each form that needs a fresh factor comes back with what was typed, once, and nothing was done", async () => {
      for (const { what, who, route, path, params = {}, form } of await cases()) {
        const { headers, refresh } = await staleSession(who);
        const events = await countEvents(base);
        const { location } = await ask(route.action, { path, params, headers, form });
        expect(location, what).toMatch(/^\/step-up\?to=/);
        const to = wayBackIn(location);
        expect(to, what).toMatch(new RegExp(`^${path.replace("?index", "")}\\?returned=`));
        await refresh();
        const back = await ask(route.loader, { path: to, params, headers });
        expect(JSON.stringify(back.body), what).toContain(mark);
        const again = await ask(route.loader, { path: to, params, headers });
        expect(JSON.stringify(again.body), what).not.toContain(mark);
        expect(await countEvents(base), what).toBe(events);
      }
    });

    test("each button that needs a fresh factor leads back to its page", async () => {
      for (const { what, who, route, path, params = {}, form, page = { route, path } } of silent()) {
        const { headers, refresh } = await staleSession(who);
        const { location } = await ask(route.action, { path, params, headers, form });
        const to = wayBackIn(location);
        expect(to.replace(/[?&]returned=.*/, ""), what).toBe(page.path);
        await refresh();
        const { body } = await ask(page.route.loader, { path: to, params, headers });
        expect(JSON.stringify(body), what).toMatch(/"isBack":true|"returned":\{/);
      }
    });

    test("what was reviewed is reviewed again when it comes back, and saved only when it is sent again", async () => {
      const { version } = await currentPolicy(base.db, base.workspace.id);
      const path = "/settings/policy?index";
      const form = await sealed(policy, "admin", { path }, await policyForm({ grace: "9" }));
      const { headers, refresh } = await staleSession("admin");
      const { location } = await ask(policy.action, { path, headers, form });
      await refresh();
      const { body } = await ask(policy.loader, { path: wayBackIn(location), headers });
      const { returned } = body as { returned: { typed: object; review: { seal: string } } }; // of the loader above
      expect(returned).toMatchObject({ typed: { grace: "9", reason: mark }, review: { seal: form.reviewed } });
      expect((await currentPolicy(base.db, base.workspace.id)).version).toBe(version);
      const saved = await ask(policy.action, { path, headers, form });
      expect(saved.location).toBe(`/settings/policy/versions/${version + 1}`);
    });

    test("an export without a fresh factor is not made", async () => {
      const { headers, refresh } = await staleSession("auditor");
      const asked = { path: "/exports/new", headers, form: { kind: "register", format: "csv", query: "" } };
      expect((await ask(newExport.action, asked)).location).toMatch(/^\/step-up/);
      await refresh();
      expect((await ask(newExport.action, asked)).location).toMatch(/^\/exports\/exp_/);
    });
  });

async function countEvents({ db }: TestDatabase): Promise<number> {
  return (await db.selectFrom("auditEvents").select("seq").execute()).length;
}
