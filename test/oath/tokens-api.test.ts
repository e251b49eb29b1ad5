import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openApi } from "#app/http/openapi.ts";
import * as command from "#app/routes/api.v1.oath-tokens.$id.$command.ts";
import * as one from "#app/routes/api.v1.oath-tokens.$id.ts";
import * as all from "#app/routes/api.v1.oath-tokens.ts";
import { findSeed } from "#db/oath-tokens.ts";
import { databases, type TestDatabase } from "#test/support/databases.ts";
import { noon } from "#test/support/make.ts";
import { newTestSeed, shownAt } from "#test/support/oath.ts";
import { addPeople, type People } from "#test/support/people.ts";
import { call, contextFor, tokenFor } from "#test/support/routes.ts";
import { addPerson } from "#test/support/sign-in.ts";

const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats.default(ajv);
ajv.addSchema({ $id: "openapi", components: openApi("https://register.example").components });
const [areTokens, isToken] = ["OathTokens", "WholeOathToken"].map((name) =>
  ajv.compile({ $ref: `openapi#/components/schemas/${name}` }),
);

let serials = 0;

for (const [name, open] of Object.entries(databases))
  describe(name, () => {
    let base: TestDatabase;
    let people: People;
    const tokens: Record<string, string> = {};
    beforeAll(async () => {
      base = await open();
      people = await addPeople(base);
      for (const who of ["admin", "auditor", "risk"] as const)
        tokens[who] = await tokenFor(base, people[who], ["read", "directory", "approve"]);
      tokens["admin without a factor"] = await tokenFor(base, people.admin, ["read", "directory"]);
    });
    afterAll(() => base.close());

    const given = (who: string) => ({ context: contextFor(base), token: tokens[who] });
    const list = async (query = "", who = "auditor") =>
      (await call(all.loader, `/api/v1/oath-tokens${query}`, given(who))).json();
    const read = async (id: string) =>
      (await call(one.loader, `/api/v1/oath-tokens/${id}`, { ...given("auditor"), params: { id } })).json();
    const takeIn = async (csv: string, { who = "admin", headers = {}, ...over }: Record<string, unknown> = {}) => {
      const custody = { seed_holder: people.admin.userName, seed_place: "Safe of the server room" };
      const asked = { ...given(String(who)), headers: headers as object as Record<string, string> };
      const body = { csv, ...custody, ...over };
      const answer = await call(all.action, "/api/v1/oath-tokens", { ...asked, body });
      return { status: answer.status, body: await answer.json() };
    };
    const give = async (id: string, verb: string, body: object, who = "admin") => {
      const path = `/api/v1/oath-tokens/${id}/${verb}`;
      const answer = await call(command.action, path, { ...given(who), params: { id, command: verb }, body });
      return { status: answer.status, body: await answer.json() };
    };
    const stocked = async () => {
      serials += 1;
      const [serial, secret] = [`KT-${70_000 + serials}`, newTestSeed()];
      await takeIn(`serial,secret\n${serial},${secret}`);
      const { data } = await list(`?q=${serial}`);
      return { id: String(data[0]?.id), serial, secret };
    };

    test("a seed file is tried, taken in whole and once, and no answer holds a seed", async () => {
      const seed = newTestSeed();
      const csv = `serial,secret,model\nKT-1,${seed},Card\nKT-2,${newTestSeed()},Card`;
      const tried = await takeIn(csv, { is_trial: true });
      expect(tried).toMatchObject({ status: 200, body: { is_trial: true, tokens: [{ serial: "KT-1" }, {}] } });
      expect((await list()).data).toEqual([]);
      const headers = { "Idempotency-Key": "a box of tokens" };
      const taken = await takeIn(csv, { headers });
      expect(taken.status).toBe(201);
      expect(await takeIn(csv, { headers })).toEqual(taken);
      const listed = await list("?show=in_stock");
      expect(areTokens?.(listed), JSON.stringify(areTokens?.errors)).toBe(true);
      expect(listed.data.map(({ serial }: { serial: string }) => serial)).toEqual(["KT-1", "KT-2"]);
      expect(JSON.stringify([taken, listed])).not.toContain(seed);
      const kept = await base.db.selectFrom("idempotencyKeys").select("body").execute();
      expect(JSON.stringify(kept)).not.toContain(seed);

      const half = await takeIn(`serial,secret\nKT-3,${newTestSeed()}\nKT-1,${newTestSeed()}`);
      expect(half).toMatchObject({ status: 400, body: { code: "seeds_refused", refused: [{ line: 3 }] } });
      expect((await list("?q=KT-3")).data).toEqual([]);
    });

    test("a token is given by a code of it, taken back and revoked, each once however many ask", async () => {
      const { id, secret } = await stocked();
      const user = await addPerson(base);
      const asked = { user_name: user.userName, code: shownAt(secret, noon) };
      const race = await Promise.all(Array.from({ length: 50 }, () => give(id, "assign", asked)));
      expect(race.filter(({ status }) => status === 200)).toHaveLength(1);
      const issued = await read(id);
      expect(isToken?.(issued), JSON.stringify(isToken?.errors)).toBe(true);
      expect(issued).toMatchObject({ status: "issued", holder_id: user.id });
      expect(issued.custody.map(({ matter }: { matter: string }) => matter).sort()).toEqual(["seed", "token"]);

      expect((await give(id, "unassign", { place: "Safe 2" })).body).toMatchObject({ status: "in_stock" });
      expect((await give(id, "unassign", { place: "Safe 2" })).body.code).toBe("not_issued");
      expect((await give(id, "revoke", { reason: "lost" })).body).toMatchObject({
        ...{ status: "revoked", revocation: "lost", revoked_at: noon },
      });
      expect((await give(id, "revoke", { reason: "lost" })).body.code).toBe("revoked_already");
      expect((await findSeed(base.db, base.workspace.id, id))?.secret ?? null).toBeNull();
    });

    test("a wrong code is refused and counted, whatever key comes with it", async () => {
      const { id, secret } = await stocked();
      const right = shownAt(secret, noon);
      const wrong = right === "000000" ? "000001" : "000000";
      expect((await give(id, "assign", { user_name: people.risk.userName, code: wrong })).body.code).toBe("wrong_code");
      expect(await read(id)).toMatchObject({ failures: 1, status: "in_stock" });
      expect((await give(id, "assign", { user_name: "nobody@acme.example", code: right })).body.code).toBe(
        "unknown_user",
      );
      expect((await give(id, "sing", {})).status).toBe(404);
      expect((await give("oat_made_up", "revoke", { reason: "lost" })).body.code).toBe("not_found");
      expect((await give(id, "revoke", { reason: "bored" })).body.code).toBe("invalid_body");
    });

    test("only an admin with a factor changes tokens, and whoever sees no sign-ins reads none", async () => {
      const { id } = await stocked();
      const revoke = async (who: string) => {
        const { status, body } = await give(id, "revoke", { reason: "lost" }, who);
        return `${status} ${body.code}`;
      };
      expect(await revoke("admin without a factor")).toBe("401 step_up_required");
      expect(await revoke("auditor")).toBe("403 not_admin");
      expect(await revoke("risk")).toBe("403 not_directory_reader");
      const csv = `serial,secret\nKT-9,${newTestSeed()}`;
      expect((await takeIn(csv, { who: "admin without a factor" })).body.code).toBe("step_up_required");
      expect((await takeIn(csv, { who: "auditor" })).body.code).toBe("not_admin");
      expect((await list("", "risk")).code).toBe("no_oversight");
      expect((await list("?show=lost")).code).toBe("invalid_query");
    });
  });
