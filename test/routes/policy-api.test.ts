import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { TokenScope } from "#app/auth/token-scopes.ts";
import { openApi } from "#app/http/openapi.ts";
import * as command from "#app/routes/api.v1.policy.drafts.$id.$command.ts";
import * as drafts from "#app/routes/api.v1.policy.drafts.ts";
import * as policy from "#app/routes/api.v1.policy.ts";
import * as version from "#app/routes/api.v1.policy.versions.$version.ts";
import * as versions from "#app/routes/api.v1.policy.versions.ts";
import { databases, type TestDatabase } from "#test/support/databases.ts";
import { addPeople, type People } from "#test/support/people.ts";
import { call, contextFor, tokenFor } from "#test/support/routes.ts";

const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats.default(ajv);
ajv.addSchema({ $id: "openapi", components: openApi("https://register.example").components });
const isPolicy = ajv.compile({ $ref: "openapi#/components/schemas/Policy" });
const isDraft = ajv.compile({ $ref: "openapi#/components/schemas/PolicyDraft" });
const isProblem = ajv.compile({ $ref: "openapi#/components/schemas/Problem" });

for (const [name, open] of Object.entries(databases))
  describe(name, () => {
    let base: TestDatabase;
    let people: People;
    beforeAll(async () => {
      base = await open();
      people = await addPeople(base);
    });
    afterAll(() => base.close());

    const tokenOf = (who: keyof People, scopes: TokenScope[]) => tokenFor(base, people[who], scopes);
    const get = async (who: keyof People) =>
      call(policy.loader, "/api/v1/policy", { context: contextFor(base), token: await tokenOf(who, ["read"]) });
    const put = async (who: keyof People, over: object, scopes: TokenScope[] = ["policy"], headers = {}) => {
      const { version: read, ...content } = await (await get("admin")).json();
      return call(policy.action, "/api/v1/policy", {
        context: contextFor(base),
        token: await tokenOf(who, scopes),
        method: "PUT",
        body: { ...content, based_on: read, reason: "Agreed", ...over },
        headers,
      });
    };
    const run = async (
      id: string,
      which: string,
      who: keyof People,
      scopes: TokenScope[],
      body: object = { comment: "Seen" },
    ) =>
      call(command.action, `/api/v1/policy/drafts/${id}/${which}`, {
        context: contextFor(base),
        token: await tokenOf(who, scopes),
        params: { id, command: which },
        body,
      });
    const codeOf = async (response: Response) => {
      const body = await response.json();
      expect(isProblem(body)).toBe(true);
      return `${response.status} ${body.code}`;
    };

    test("admins and auditors read the policy and its versions, others do not", async () => {
      for (const who of ["admin", "boss", "auditor"] as const) {
        const answer = await get(who);
        expect(answer.status).toBe(200);
        const body = await answer.json();
        expect(isPolicy(body), JSON.stringify(isPolicy.errors)).toBe(true);
      }
      for (const who of ["requestor", "identity", "implementer"] as const)
        expect(await codeOf(await get(who))).toBe("403 not_policy_reader");
      const token = await tokenOf("auditor", ["read"]);
      const listed = await call(versions.loader, "/api/v1/policy/versions?limit=1", {
        context: contextFor(base),
        token,
      });
      expect(await listed.json()).toMatchObject({ data: [{ reason: "First policy" }], next_cursor: null });
      const at = (number: string) =>
        call(version.loader, `/api/v1/policy/versions/${number}`, {
          context: contextFor(base),
          token,
          params: { version: number },
        });
      expect(isPolicy(await (await at("1")).json())).toBe(true);
      for (const number of ["999", "none", "-1", "1e99"]) expect(await codeOf(await at(number))).toBe("404 not_found");
    });

    test("what tightens answers 200 and is in force", async () => {
      const answer = await put("admin", { grace_hours: 100 });
      expect(answer.status).toBe(200);
      const body = await answer.json();
      expect(isPolicy(body), JSON.stringify(isPolicy.errors)).toBe(true);
      expect(body).toMatchObject({ grace_hours: 100, author_id: people.admin.userId });
      expect(await (await get("auditor")).json()).toEqual(body);
    });

    test("what weakens answers 202 and is in force once another admin has confirmed it", async () => {
      const answer = await put("admin", { grace_hours: 200 });
      expect(answer.status).toBe(202);
      const draft = await answer.json();
      expect(isDraft(draft), JSON.stringify(isDraft.errors)).toBe(true);
      expect(draft).toMatchObject({ state: "waiting", allowed_commands: ["withdraw"] });
      expect(await (await get("admin")).json()).toMatchObject({ grace_hours: 100 });

      expect(await codeOf(await run(draft.id, "confirm", "admin", ["approve"]))).toBe("403 own_weakening");
      expect(await codeOf(await run(draft.id, "confirm", "boss", ["policy", "write"]))).toBe("403 insufficient_scope");
      expect(await codeOf(await run(draft.id, "confirm", "auditor", ["approve"]))).toBe("403 not_admin");
      expect(await codeOf(await run(draft.id, "confirm", "boss", ["approve"], {}))).toBe("400 comment_missing");
      expect(await codeOf(await run(draft.id, "agree", "boss", ["approve"]))).toBe("404 unknown_command");
      expect(await codeOf(await run("pol_none", "confirm", "boss", ["approve"]))).toBe("404 not_found");

      const confirmed = await run(draft.id, "confirm", "boss", ["approve"]);
      expect(await confirmed.json()).toMatchObject({ state: "confirmed", decided_by: people.boss.userId });
      expect(await (await get("admin")).json()).toMatchObject({ grace_hours: 200, author_id: people.admin.userId });

      const token = await tokenOf("auditor", ["read"]);
      const listed = await call(drafts.loader, "/api/v1/policy/drafts", { context: contextFor(base), token });
      expect((await listed.json()).data).toMatchObject([{ id: draft.id, allowed_commands: [] }]);
    });

    test("every field has its bounds, and each refusal says which", async () => {
      for (const over of [
        { dial: "sometimes" },
        { factor_set: "sms" },
        { enrollment_timing: "never" },
        { grace_hours: -1 },
        { grace_hours: 721 },
        { grace_hours: 1.5 },
        { challenge_frequency: "weekly" },
        { recovery_codes_allowed: "yes" },
        { reason: " " },
        { based_on: "1" },
        { floors: [{ id: "Not An Id", target: { kind: "role", id: "owner" }, dial: "required" }] },
        { rules: [1, 2].map(() => ({ id: "same", target: { kind: "role", id: "owner" }, dial: "required" })) },
        { rules: [{ id: "r", target: { kind: "planet", id: "owner" }, dial: "required" }] },
      ])
        expect(await codeOf(await put("admin", over)), JSON.stringify(over)).toBe("400 invalid_body");
      expect(await codeOf(await put("admin", {}))).toBe("400 unchanged");
      expect(await codeOf(await put("admin", { based_on: 1, grace_hours: 2 }))).toBe("409 stale_version");
      expect(await codeOf(await put("admin", { codes_count_as_enrollment: true }))).toBe("400 contradiction");
      const rules = [{ id: "r", target: { kind: "group", id: "nobody" }, dial: "required" }];
      expect(await codeOf(await put("admin", { rules }))).toBe("400 unknown_target");
    });

    test("a token without the scope policy, and people who are no admins, change nothing", async () => {
      expect(await codeOf(await put("admin", { grace_hours: 1 }, ["read", "write", "approve"]))).toBe(
        "403 insufficient_scope",
      );
      for (const who of ["auditor", "identity", "requestor"] as const)
        expect(await codeOf(await put(who, { grace_hours: 1 }))).toBe("403 not_admin");
    });

    test("0 to 720 hours of grace are taken, and a repeat with the same key changes nothing", async () => {
      expect((await put("admin", { grace_hours: 720 })).status).toBe(202);
      const token = await tokenOf("admin", ["policy"]);
      const { version: read, ...content } = await (await get("admin")).json();
      const body = { ...content, based_on: read, reason: "None at all", grace_hours: 0 };
      const once = () =>
        call(policy.action, "/api/v1/policy", {
          context: contextFor(base),
          token,
          method: "PUT",
          body,
          headers: { "Idempotency-Key": "none-at-all" },
        });
      const [first, second] = [await (await once()).json(), await (await once()).json()];
      expect(first).toMatchObject({ grace_hours: 0 });
      expect(second).toEqual(first);
    });
  });
