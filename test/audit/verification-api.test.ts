import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { publishCheckpoint } from "#app/checkpoints/publish-checkpoint.server.ts";
import { openApi } from "#app/http/openapi.ts";
import { addHours } from "#app/register/days.ts";
import * as checkpoints from "#app/routes/api.v1.checkpoints.ts";
import * as one from "#app/routes/api.v1.verifications.$id.ts";
import * as all from "#app/routes/api.v1.verifications.ts";
import { claimVerification, endVerification, noteVerified } from "#db/verifications.ts";
import { databases, type TestDatabase } from "#test/support/databases.ts";
import { plainSecrets } from "#test/support/job-context.ts";
import { noon } from "#test/support/make.ts";
import { addPeople, type People } from "#test/support/people.ts";
import { call, contextFor, tokenFor } from "#test/support/routes.ts";

const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats.default(ajv);
ajv.addSchema({ $id: "openapi", components: openApi("https://register.example").components });
const schemaOf = (name: string) => ajv.compile({ $ref: `openapi#/components/schemas/${name}` });
const [isWalk, areWalks, areCheckpoints] = ["Verification", "Verifications", "Checkpoints"].map(schemaOf);

for (const [name, open] of Object.entries(databases))
  describe(name, () => {
    let base: TestDatabase;
    let people: People;
    const tokens: Record<string, string> = {};
    beforeAll(async () => {
      base = await open();
      people = await addPeople(base);
      for (const who of ["auditor", "admin", "risk", "requestor"] as const)
        tokens[who] = await tokenFor(base, people[who], ["read"]);
      tokens["who writes"] = await tokenFor(base, people.auditor, ["write"]);
    });
    afterAll(() => base.close());

    const given = (who: string) => ({ context: contextFor(base), token: tokens[who] });
    const ask = async (body: unknown = {}, who = "auditor", headers = {}) => {
      const answer = await call(all.action, "/api/v1/verifications", { ...given(who), body, headers });
      return { status: answer.status, body: await answer.json() };
    };
    const read = async (id: string, who = "auditor") =>
      (await call(one.loader, `/api/v1/verifications/${id}`, { ...given(who), params: { id } })).json();
    const list = async (who = "auditor") => (await call(all.loader, "/api/v1/verifications", given(who))).json();

    test("a verification is begun once however many ask, followed, and read with what it found", async () => {
      const asked = await Promise.all(Array.from({ length: 50 }, () => ask({ up_to: 3 })));
      expect(asked.filter(({ status }) => status === 202)).toHaveLength(1);
      expect(new Set(asked.map(({ body }) => body.id)).size).toBe(1);
      const { id } = asked[0]?.body ?? {};
      expect(await read(id)).toMatchObject({ state: "queued", up_to: 3, ok: null, total: null, findings: [] });

      const walk = await claimVerification(base.db, noon);
      if (!walk) throw new Error("no verification waits, expected the one that was asked for");
      await noteVerified(base.db, walk, { done: 2, total: 3 }, noon);
      expect(await read(id)).toMatchObject({ state: "running", done: 2, total: 3 });
      const firstBreak = { seq: 3, reason: "altered" } as const;
      const verdict = { ok: false, upToSeq: 2, firstBreak, streamBreak: null };
      await endVerification(base.db, walk, { verdict, fault: null }, addHours(noon, 1));
      const found = await read(id);
      expect(isWalk?.(found), JSON.stringify(isWalk?.errors)).toBe(true);
      const findings = [{ where: "row 3", reason: "what it says does not match its hash" }];
      expect(found).toMatchObject({ state: "done", ok: false, verified_up_to: 2, findings });
      const listed = await list();
      expect(areWalks?.(listed)).toBe(true);
      expect(listed.data).toMatchObject([{ id, ok: false, verified_up_to: 2, path: `/audit/verifications/${id}` }]);
    });

    test("a repeat with the same key is the first answer, also when that walk is over", async () => {
      const headers = { "Idempotency-Key": "tonight" };
      const first = await ask({}, "admin", headers);
      const walk = await claimVerification(base.db, noon);
      if (!walk) throw new Error("no verification waits, expected the one that was asked for");
      await endVerification(base.db, walk, { verdict: null, fault: "The node went away." }, addHours(noon, 1));
      expect(await ask({}, "admin", headers)).toEqual(first);
      expect((await ask({ up_to: 9 }, "admin", headers)).body.code).toBe("idempotency_key_reused");
      expect(await read(first.body.id)).toMatchObject({ state: "failed", ok: null, fault: "The node went away." });
    });

    test("checkpoints are listed newest first, a page at a time, with their notes", async () => {
      const world = { db: base.db, secrets: plainSecrets, publicUrl: "https://register.example" };
      const writing = { workspaceId: base.workspace.id, actor: { kind: "job", id: "publish-checkpoints" } } as const;
      for (const hours of [1, 2, 3]) await publishCheckpoint(world, { ...writing, now: addHours(noon, hours) });
      const page = async (query: string, who = "risk") =>
        (await call(checkpoints.loader, `/api/v1/checkpoints${query}`, given(who))).json();
      const whole = await page("");
      expect(areCheckpoints?.(whole)).toBe(true);
      expect(whole.data).toHaveLength(3);
      const first = await page("?limit=2");
      const second = await page(`?limit=2&cursor=${first.next_cursor}`);
      expect([...first.data, ...second.data]).toEqual(whole.data);
      expect(second.next_cursor).toBeNull();
      expect((await page("?limit=0")).code).toBe("invalid_query");
      expect((await page("?cursor=-1")).code).toBe("invalid_query");
    });

    test("who sees no sign-ins of others verifies nothing, and a token that reads not at all reads nothing", async () => {
      const refused = async (who: string) => [(await list(who)).code, (await ask({}, who)).body.code];
      expect(await refused("risk")).toEqual(["no_oversight", "no_oversight"]);
      expect(await refused("requestor")).toEqual(["no_oversight", "no_oversight"]);
      expect(await refused("who writes")).toEqual(["insufficient_scope", "insufficient_scope"]);
      expect((await read("ver_made_up")).code).toBe("not_found");
      expect((await ask({ up_to: 0 })).body.code).toBe("invalid_body");
      const none = await call(checkpoints.loader, "/api/v1/checkpoints", given("requestor"));
      expect((await none.json()).code).toBe("no_role");
    });
  });
