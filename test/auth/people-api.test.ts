import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { TokenScope } from "#app/auth/token-scopes.ts";
import { openApi } from "#app/http/openapi.ts";
import { longestEmergencyHours } from "#app/register/command-schemas.ts";
import { addHours } from "#app/register/days.ts";
import * as access from "#app/routes/api.v1.users.$id.access.ts";
import * as skip from "#app/routes/api.v1.users.$id.skip-mfa.ts";
import * as unlock from "#app/routes/api.v1.users.$id.unlock.ts";
import { findUser } from "#db/users.ts";
import { databases, type TestDatabase } from "#test/support/databases.ts";
import { noon } from "#test/support/make.ts";
import { addPeople, type People } from "#test/support/people.ts";
import { call, contextFor, tokenFor } from "#test/support/routes.ts";
import type { RouteModule } from "#test/support/visit.ts";

const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats.default(ajv);
ajv.addSchema({ $id: "openapi", components: openApi("https://register.example").components });
const [isUser, isException] = ["User", "Exception"].map((name) =>
  ajv.compile({ $ref: `openapi#/components/schemas/${name}` }),
);

const withFactor: TokenScope[] = ["read", "directory", "approve"];

for (const [name, open] of Object.entries(databases))
  describe(name, () => {
    let base: TestDatabase;
    let people: People;
    const tokens: Record<string, string> = {};
    beforeAll(async () => {
      base = await open();
      people = await addPeople(base);
      for (const who of ["admin", "boss", "auditor", "requestor"] as const)
        tokens[who] = await tokenFor(base, people[who], withFactor);
      tokens["admin without a factor"] = await tokenFor(base, people.admin, ["directory"]);
      tokens["admin who reads"] = await tokenFor(base, people.admin, ["read", "approve"]);
    });
    afterAll(() => base.close());

    type Asked = { who?: string; body?: object; method?: string; headers?: Record<string, string> };
    const ask = async (
      module: RouteModule,
      whom: keyof People,
      { who = "admin", body = {}, method = "POST", headers = {} }: Asked = {},
    ) => {
      if (!module.action) throw new Error("the route has no action");
      // By name or by id, as everywhere else.
      const id = method === "POST" ? people[whom].userName : people[whom].userId;
      const given = { context: contextFor(base), token: tokens[who], params: { id }, headers, method };
      const answer = await call(module.action, "/api/v1/users", { ...given, ...(method !== "DELETE" && { body }) });
      return { status: answer.status, body: await answer.json() };
    };
    const codeOf = async (...asked: Parameters<typeof ask>) => {
      const { status, body } = await ask(...asked);
      return `${status} ${body.code}`;
    };
    const lock = () =>
      base.db
        .updateTable("users")
        .set({ lockedUntil: addHours(noon, 1) })
        .where("id", "=", people.implementer.userId)
        .execute();

    test("an auditor's access is moved, and ended with its sessions and tokens", async () => {
      const endsAt = addHours(noon, 24 * 30);
      const moved = await ask(access, "auditor", { method: "PUT", body: { ends_at: "2026-12-10T12:00:00Z" } });
      expect([moved.status, isUser?.(moved.body)]).toEqual([200, true]);
      expect(moved.body.access_ends_at).toBe(endsAt);
      const ended = await ask(access, "auditor", { method: "DELETE" });
      expect(ended.body.access_ends_at).toBe(noon);
      expect(await codeOf(access, "admin", { who: "auditor", method: "DELETE" })).toBe("401 unauthenticated");
      const events = await base.db
        .selectFrom("auditEvents")
        .select(["actorKind", "data"])
        .where("type", "=", "user.access_changed")
        .orderBy("seq")
        .execute();
      expect(events.map(({ actorKind, data }) => [actorKind, JSON.parse(data)])).toEqual([
        ["token", { before: null, after: endsAt }],
        ["token", { before: endsAt, after: noon }],
      ]);
    });

    test("an end that cannot be, of somebody who is no auditor, or by whom it is not to be set, is refused", async () => {
      const end = (ends_at: string, over: Asked = {}): Asked => ({ method: "PUT", body: { ends_at }, ...over });
      const soon = addHours(noon, 24);
      expect(await codeOf(access, "auditor", end(addHours(noon, -1)))).toBe("400 access_end");
      expect(await codeOf(access, "auditor", end(addHours(noon, 24 * 400)))).toBe("400 access_end");
      expect(await codeOf(access, "auditor", end("tomorrow"))).toBe("400 invalid_body");
      expect(await codeOf(access, "implementer", end(soon))).toBe("409 access_for_auditors");
      expect(await codeOf(access, "auditor", end(soon, { who: "admin without a factor" }))).toBe(
        "401 step_up_required",
      );
      expect(await codeOf(access, "auditor", end(soon, { who: "admin who reads" }))).toBe("403 insufficient_scope");
      expect(await codeOf(access, "auditor", end(soon, { who: "requestor" }))).toBe("403 not_directory_reader");
    });

    test("an account that wrong tries have closed is opened once, however many ask", async () => {
      expect(await codeOf(unlock, "implementer")).toBe("409 not_locked");
      await lock();
      expect(await codeOf(unlock, "implementer", { who: "admin without a factor" })).toBe("401 step_up_required");
      const race = await Promise.all(Array.from({ length: 50 }, () => codeOf(unlock, "implementer")));
      expect(race.filter((code) => code.startsWith("200"))).toHaveLength(1);
      expect(new Set(race)).toEqual(new Set(["200 undefined", "409 not_locked"]));
      await lock();
      const headers = { "Idempotency-Key": "open it" };
      const first = await ask(unlock, "implementer", { headers });
      expect([isUser?.(first.body), first.body.locked_until]).toEqual([true, null]);
      expect(await ask(unlock, "implementer", { headers })).toEqual(first);
      expect((await findUser(base.db, base.workspace.id, people.implementer.userId))?.lockedUntil).toBeNull();
    });

    test("somebody skips MFA for a day at most as an emergency, never oneself, and once until it is ratified", async () => {
      const wish = {
        reason: "Their phone fell into the harbour this morning; seen on video.",
        ...{ missing_item: "A new phone", arrives_on: "Tomorrow", control: "Their manager confirms each sign-in" },
      };
      const asked = (over: object = {}, who = "admin"): Asked => ({ who, body: { ...wish, ...over } });
      expect(await codeOf(skip, "implementer", asked({ hours: longestEmergencyHours + 1 }))).toBe("400 invalid_body");
      expect(await codeOf(skip, "implementer", asked({ reason: "Please" }))).toBe("400 invalid_body");
      expect(await codeOf(skip, "admin", asked())).toBe("403 own_benefit");
      expect(await codeOf(skip, "boss", asked())).toBe("403 owners_only");
      expect((await ask(skip, "implementer", asked({}, "admin without a factor"))).status).toBe(401);
      const race = await Promise.all(Array.from({ length: 50 }, () => ask(skip, "implementer", asked({ hours: 4 }))));
      const [granted, ...others] = race.filter(({ status }) => status === 201);
      expect([others.length, isException?.(granted?.body)]).toEqual([0, true]);
      expect(granted?.body).toMatchObject({ state: "active", is_live: true, category: "enrollment_constraint" });
      const refused = race.filter(({ status }) => status !== 201);
      expect(new Set(refused.map(({ body }) => body.code))).toEqual(new Set(["skipped_lately"]));
    });
  });
