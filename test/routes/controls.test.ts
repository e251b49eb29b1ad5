import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openSession } from "#app/auth/session.server.ts";
import type { TokenScope } from "#app/auth/token-scopes.ts";
import { controlPack } from "#app/controls/control.ts";
import { openApi } from "#app/http/openapi.ts";
import type { Exception } from "#app/register/exception.ts";
import * as one from "#app/routes/api.v1.controls.$id.ts";
import * as all from "#app/routes/api.v1.controls.ts";
import * as checks from "#app/routes/api.v1.exceptions.$id.control-checks.ts";
import * as risk from "#app/routes/exceptions.$id.risk.tsx";
import * as list from "#app/routes/settings.controls._index.tsx";
import * as page from "#app/routes/settings.controls.$id.tsx";
import { findControl } from "#db/controls.ts";
import { listDueMessages } from "#db/outbox.ts";
import { activeException } from "#test/support/active-exception.ts";
import { databases, type TestDatabase, testStart } from "#test/support/databases.ts";
import { makeContext } from "#test/support/make-context.ts";
import { addPeople, type People } from "#test/support/people.ts";
import { call, contextFor, tokenFor } from "#test/support/routes.ts";
import { later, letIn, nobody, openTestSecrets } from "#test/support/sign-in.ts";
import { type RouteModule, visit } from "#test/support/visit.ts";

const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats.default(ajv);
ajv.addSchema({ $id: "openapi", components: openApi("https://register.example").components });
const isControl = ajv.compile({ $ref: "openapi#/components/schemas/Control" });
const isCheck = ajv.compile({ $ref: "openapi#/components/schemas/ControlCheck" });
const secrets = openTestSecrets();
const now = later(testStart, 3600);
const guard = {
  name: "A guard at the door",
  description: "Somebody looks who comes.",
  howChecked: "He is there",
  checkEveryDays: "7",
  isEnabled: "on",
};

for (const [name, open] of Object.entries(databases))
  describe(name, () => {
    let base: TestDatabase;
    let people: People;
    let record: Exception;
    beforeAll(async () => {
      base = await open();
      people = await addPeople(base);
      record = await activeException(base, people, { now: testStart });
    });
    afterAll(() => base.close());

    const givenTo = async (who: keyof People) => {
      const { value } = await openSession(base.db, {
        workspaceId: base.workspace.id,
        userId: people[who].userId,
        methods: [{ method: "passkey", completedAt: now, userVerified: true }],
        client: nobody,
        admission: letIn,
        now,
      });
      return { context: makeContext(base, { secrets, now }), headers: { Cookie: `mfa_session=${value}` } };
    };
    const get = async (route: RouteModule, path: string, who: keyof People, params: Record<string, string> = {}) =>
      visit(route, "loader", { path, params }, await givenTo(who));
    const post = async (route: RouteModule, who: keyof People, form: Record<string, string>, params = {}) =>
      visit(route, "action", { path: "/x", params, form }, await givenTo(who));
    const ask = async (
      who: keyof People,
      scopes: TokenScope[],
      options: Omit<Parameters<typeof call>[2], "context">,
    ) => {
      const context = contextFor(base);
      const token = await tokenFor(base, people[who], scopes);
      const { params, body, method } = options;
      const route = params?.id === undefined ? all : one;
      const handler = body === undefined ? route.loader : route.action;
      const answer = await call(handler, "/api/v1/controls", {
        context,
        token,
        ...(params && { params }),
        body,
        method,
      });
      return { status: answer.status, body: await answer.json() };
    };

    test("a workspace begins with the catalogue as shipped, which admins and auditors read", async () => {
      for (const [who, answer] of [
        ["admin", 200],
        ["auditor", 200],
        ["identity", 403],
        ["requestor", 403],
      ] as const) {
        expect((await get(list, "/settings/controls", who)).answer).toBe(answer);
        const params = { id: "dual_control" };
        expect((await get(page, "/settings/controls/dual_control", who, params)).answer).toBe(answer);
      }
      const { text } = await get(list, "/settings/controls", "admin");
      for (const control of controlPack) expect(text).toContain(control.name);
      expect((await get(page, "/settings/controls/x", "admin", { id: "x" })).answer).toBe(404);
    });

    test("admins add a control and change it, each under a name of its own", async () => {
      const added = await post(list, "admin", guard);
      const id = String(added.answer).slice("→ /settings/controls/".length);
      expect(await findControl(base.db, base.workspace.id, id)).toEqual({
        ...guard,
        id,
        checkEveryDays: 7,
        isEnabled: true,
      });
      expect((await post(list, "admin", guard)).answer).toBe(409);
      expect((await post(list, "auditor", guard)).answer).toBe(403);
      expect((await post(page, "admin", { ...guard, checkEveryDays: "soon" }, { id })).answer).toBe(400);
      expect((await post(page, "admin", { ...guard, name: "Dual control" }, { id })).answer).toBe(409);
      expect((await post(page, "admin", guard, { id })).answer).toBe(400);
      const { isEnabled: _isEnabled, ...unticked } = guard;
      expect((await post(page, "admin", unticked, { id })).answer).toBe("→ /settings/controls");
      expect(await findControl(base.db, base.workspace.id, id)).toMatchObject({ isEnabled: false });
      const { data } = await base.db
        .selectFrom("auditEvents")
        .select("data")
        .where("type", "=", "control.updated")
        .executeTakeFirstOrThrow();
      expect(JSON.parse(data)).toEqual({ before: { isEnabled: true }, after: { isEnabled: false } });
    });

    test("over the API everybody with a token reads the catalogue, and admins change it", async () => {
      const { body } = await ask("requestor", ["read"], {});
      expect(body.data.every((control: unknown) => isControl(control))).toBe(true);
      const wire = { name: "Two keys", description: "Two locks", how_checked: "Look", check_every_days: 30 };
      const added = await ask("admin", ["policy"], { body: wire });
      expect(added).toMatchObject({ status: 201, body: { ...wire, is_enabled: true } });
      const params = { id: added.body.id };
      const change = { params, method: "PATCH", body: { check_every_days: 14 } };
      expect(await ask("admin", ["policy"], change)).toMatchObject({ status: 200, body: { check_every_days: 14 } });
      expect((await ask("admin", ["read"], { params })).body).toMatchObject({ name: "Two keys", check_every_days: 14 });
      const codes = [
        await ask("admin", ["policy"], { body: wire }),
        await ask("admin", ["policy"], change),
        await ask("admin", ["policy"], { ...change, params: { id: "x" } }),
        await ask("admin", ["policy"], { ...change, body: { check_every_days: 0 } }),
        await ask("risk", ["policy"], change),
        await ask("admin", ["read"], change),
        await ask("admin", ["read"], { params: { id: "x" } }),
      ].map((answer) => `${answer.status} ${answer.body.code}`);
      expect(codes).toEqual([
        "409 name_taken",
        "400 unchanged",
        "404 not_found",
        "400 invalid_body",
        "403 not_admin",
        "403 insufficient_scope",
        "404 not_found",
      ]);
    });

    const seen = { control: "Restricted network", result: "passed", note: "Refused from outside, INC-7" };

    test("the implementer says on the record that a control works", async () => {
      const params = { id: record.id };
      const path = `/exceptions/${record.id}/risk`;
      expect((await get(risk, path, "implementer", params)).text).toContain('"whyNot":null');
      expect((await get(risk, path, "identity", params)).text).toContain("Controls are checked by implementers");
      expect((await post(risk, "implementer", { ...seen, note: " " }, params)).answer).toBe(400);
      expect((await post(risk, "identity", seen, params)).answer).toBe(403);
      expect((await post(risk, "implementer", { ...seen, control: "x" }, params)).answer).toBe(400);
      expect((await post(risk, "implementer", seen, params)).answer).toBe(`→ ${path}`);
      expect((await get(risk, path, "owner", params)).text).toContain("Refused from outside, INC-7");
    });

    test("over the API a check that failed tells the owner, unless it is the owner's own", async () => {
      const params = { id: record.id };
      const path = `/api/v1/exceptions/${record.id}/control-checks`;
      const send = async (who: keyof People, scopes: TokenScope[], body: object) => {
        const token = await tokenFor(base, people[who], scopes);
        return call(checks.action, path, { context: contextFor(base), token, params, body });
      };
      const told = async () =>
        (await listDueMessages(base.db, base.workspace.id, "2027-01-01T00:00:00.000Z", 99))
          .filter(({ template }) => template === "control_check_failed")
          .map(({ toAddress }) => toAddress);
      expect((await send("owner", ["write"], { ...seen, result: "failed" })).status).toBe(201);
      expect(await told()).toEqual([]);
      const failed = await send("implementer", ["write"], { ...seen, result: "failed", note: "Let in from outside" });
      expect([failed.status, isCheck(await failed.json())]).toEqual([201, true]);
      expect(await told()).toEqual([people.owner.userName]);
      expect((await send("implementer", ["read"], seen)).status).toBe(403);
      expect((await send("implementer", ["write"], { ...seen, result: "maybe" })).status).toBe(400);
      const token = await tokenFor(base, people.auditor, ["read"]);
      const { data } = await (await call(checks.loader, path, { context: contextFor(base), token, params })).json();
      expect(data.map(({ result }: { result: string }) => result).sort()).toEqual(["failed", "failed", "passed"]);
    });

    test("a check is never changed", async () => {
      await expect(base.db.updateTable("controlChecks").set({ result: "passed" }).execute()).rejects.toThrow(
        "append-only",
      );
      await expect(base.db.deleteFrom("controlChecks").execute()).rejects.toThrow("append-only");
    });
  });
