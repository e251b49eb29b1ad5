import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openSession } from "#app/auth/session.server.ts";
import type { TokenScope } from "#app/auth/token-scopes.ts";
import { contentOfCategory } from "#app/categories/category-content.ts";
import { typedOfCategory } from "#app/categories/category-form.ts";
import type { Instant } from "#app/engine/types.ts";
import * as category from "#app/routes/api.v1.categories.$id.ts";
import * as categories from "#app/routes/api.v1.categories.ts";
import * as list from "#app/routes/settings.categories._index.tsx";
import * as page from "#app/routes/settings.categories.$id.tsx";
import { getCategory } from "#db/categories.ts";
import { listDueMessages } from "#db/outbox.ts";
import { databases, type TestDatabase, testStart } from "#test/support/databases.ts";
import { makeContext } from "#test/support/make-context.ts";
import { addPeople, type People } from "#test/support/people.ts";
import { call, contextFor, tokenFor } from "#test/support/routes.ts";
import { later, letIn, nobody, openTestSecrets } from "#test/support/sign-in.ts";
import { visit } from "#test/support/visit.ts";

const secrets = openTestSecrets();
const now = later(testStart, 3600);
const id = "legacy_or_service_account";
const path = `/settings/categories/${id}`;

for (const [name, open] of Object.entries(databases))
  describe(name, () => {
    let base: TestDatabase;
    let people: People;
    beforeAll(async () => {
      base = await open();
      people = await addPeople(base);
    });
    afterAll(() => base.close());

    const current = () => getCategory(base.db, base.workspace.id, id);
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
    const post = async (over: Record<string, string>, who: keyof People = "admin", factorUsedAt?: Instant) => {
      const category = await current();
      const { fields } = typedOfCategory(contentOfCategory(category));
      const [part] = category.mustCarry;
      const sent = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== ""));
      const row = { "part.key": part?.key ?? "", "part.label": part?.label ?? "", "part.hint": part?.hint ?? "" };
      const form = { ...sent, ...row, "part.need": "required", basedOn: String(category.version), ...over };
      const visited = { path, params: { id }, form };
      const { answer, text } = await visit(page, "action", visited, await givenTo(who, factorUsedAt));
      return { answer, body: text.startsWith("{") ? JSON.parse(text).data : null };
    };
    /** Looks at the change first and then saves it, as the page asks. */
    const save = async (over: Record<string, string>, factorUsedAt?: Instant) => {
      const { body } = await post({ ...over, intent: "review" }, "admin", factorUsedAt);
      const seal = body.review.seal as string;
      return post({ ...over, intent: "save", reviewed: seal, reason: "Agreed" }, "admin", factorUsedAt);
    };

    test("admins edit, auditors read, everybody else is kept out", async () => {
      for (const [who, answer] of [
        ["admin", 200],
        ["auditor", 200],
        ["requestor", 403],
        ["risk", 403],
      ] as const) {
        expect((await visit(list, "loader", { path: "/settings/categories" }, await givenTo(who))).answer).toBe(answer);
        expect((await visit(page, "loader", { path, params: { id } }, await givenTo(who))).answer).toBe(answer);
      }
      for (const who of ["auditor", "identity", "requestor"] as const)
        expect((await post({ intent: "review" }, who)).answer).toBe(403);
    });

    test("nothing is saved that was not looked at as it is, or without a reason", async () => {
      const { version } = await current();
      const blind = await post({ mostTermDays: "100", intent: "save", reason: "Blind" });
      expect(blind).toMatchObject({ answer: 400, body: { review: { isChangedSince: true } } });
      const { body } = await post({ mostTermDays: "100", intent: "review" });
      const silent = await post({ mostTermDays: "100", intent: "save", reviewed: body.review.seal });
      expect(silent).toMatchObject({
        answer: 400,
        body: { errors: { reason: "Say why; it stays with the version." } },
      });
      expect(await post({ intent: "review", defaultTermDays: "500" })).toMatchObject({
        answer: 400,
        body: { errors: { defaultTermDays: "The usual term is at most the longest one." } },
      });
      expect((await current()).version).toBe(version);
    });

    test("what tightens is saved as a new version, with its difference in the log", async () => {
      const { version } = await current();
      const earlier = later(now, -1000);
      expect((await save({ mostTermDays: "100" }, earlier)).answer).toBe(`→ ${path}`);
      expect(await current()).toMatchObject({ version: version + 1, mostTermDays: 100 });
      const { data } = await base.db
        .selectFrom("auditEvents")
        .select("data")
        .where("type", "=", "category.updated")
        .executeTakeFirstOrThrow();
      expect(JSON.parse(data)).toMatchObject({ version: version + 1, reason: "Agreed" });
      expect(JSON.parse(data).changes).toContainEqual(
        expect.objectContaining({ what: "Longest term", before: "180 days", after: "100 days" }),
      );
    });

    test("what weakens needs a fresh factor, and the other admins are told", async () => {
      const { version } = await current();
      const stale = await save({ graceDays: "30" }, later(now, -1000));
      expect(stale.answer).toBe("→ /step-up");
      expect((await current()).version).toBe(version);
      expect((await save({ graceDays: "30" })).answer).toBe(`→ ${path}`);
      const messages = await listDueMessages(base.db, base.workspace.id, now, 9);
      expect(
        messages.filter(({ template }) => template === "category_weakened").map(({ toAddress }) => toAddress),
      ).toEqual([people.boss.userName]);
    });

    test("who could not approve any more is said before saving", async () => {
      const { body } = await post({ intent: "review", "stages.critical.security_leadership": "2" });
      expect(body.review.warnings).toEqual([
        "Security leadership has one person, and 2 of them have to approve what is critical.",
      ]);
    });

    const put = async (over: object, scopes: TokenScope[] = ["read", "policy"], who: keyof People = "admin") => {
      const context = contextFor(base);
      const token = await tokenFor(base, people[who], scopes);
      const read = await call(category.loader, `/api/v1/categories/${id}`, { context, token, params: { id } });
      const { id: _id, version, ...content } = await read.json();
      const body = { ...content, based_on: version, reason: "By script", ...over };
      const answer = await call(category.action, `/api/v1/categories/${id}`, {
        context,
        token,
        method: "PUT",
        params: { id },
        body,
      });
      return { status: answer.status, body: await answer.json() };
    };

    test("over the API everybody with a token reads the rules, and admins replace them", async () => {
      const token = await tokenFor(base, people.requestor, ["read"]);
      const all = await (
        await call(categories.loader, "/api/v1/categories", { context: contextFor(base), token })
      ).json();
      expect(all.data).toHaveLength(7);
      const { version } = await current();
      expect(await put({ default_term_days: 30 })).toMatchObject({
        status: 200,
        body: { version: version + 1, default_term_days: 30 },
      });
      expect(await put({ default_term_days: 31 }, ["read", "policy"])).toMatchObject({
        status: 401,
        body: { code: "step_up_required" },
      });
      expect((await put({ default_term_days: 31 }, ["read", "policy", "approve"])).status).toBe(200);
    });

    test("over the API a change is refused by name", async () => {
      const codeOf = async (over: object, scopes?: TokenScope[], who?: keyof People) => {
        const { status, body } = await put(over, scopes, who);
        return `${status} ${body.code}`;
      };
      expect(await codeOf({ based_on: 1 })).toBe("409 stale_version");
      expect(await codeOf({})).toBe("400 unchanged");
      expect(await codeOf({ most_term_days: 1 })).toBe("400 invalid_body");
      expect(await codeOf({ grace_days: 1, made_up: true })).toBe("400 invalid_body");
      expect(await codeOf({ grace_days: 1 }, ["read"])).toBe("403 insufficient_scope");
      expect(await codeOf({ grace_days: 1 }, ["read", "policy"], "risk")).toBe("403 not_admin");
      const token = await tokenFor(base, people.admin, ["read"]);
      const missing = await call(category.loader, "/api/v1/categories/x", {
        context: contextFor(base),
        token,
        params: { id: "x" },
      });
      expect(missing.status).toBe(404);
    });
  });
