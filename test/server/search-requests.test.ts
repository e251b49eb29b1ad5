import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { databases, type TestDatabase } from "#test/support/databases.ts";
import { personalToken, serviceToken, signInOf } from "#test/support/decisions.ts";
import { recordedDecisions } from "#test/support/recorded-decisions.ts";
import { type Found, payroll, startSearch, withoutMfa } from "#test/support/search.ts";

for (const [name, open] of Object.entries(databases))
  describe(name, () => {
    let testDb: TestDatabase;
    let world: Awaited<ReturnType<typeof startSearch>>;
    beforeAll(async () => {
      testDb = await open();
      world = await startSearch(testDb);
    });
    afterAll(async () => {
      await world.server.stop();
      await testDb.close();
    });

    test("pages follow one another to the end without a gap or a repeat", async () => {
      const whole = (await world.whoWithoutMfa()).results;
      for (const limit of [1, 2, 5, 1000, 5000]) {
        const found: Found[] = [];
        let page: Record<string, unknown> = { limit };
        for (;;) {
          const answer = await world.whoWithoutMfa({ page });
          expect(answer.results.length).toBeLessThanOrEqual(limit);
          found.push(...answer.results);
          if (answer.page.next_token === "") break;
          page = { token: answer.page.next_token };
        }
        expect(found).toEqual(whole);
      }
    });

    test("a page of nobody says where to go on", async () => {
      const { page, results } = await world.whoWithoutMfa({ page: { limit: 0 } });
      expect(results).toEqual([]);
      expect(page.next_token).not.toBe("");
    });

    test("a token belongs to its question and its limit", async () => {
      const { page } = await world.whoWithoutMfa({ page: { limit: 1 } });
      const ask = async (over: object) => {
        const body = { subject: { type: "user" }, action: withoutMfa, resource: payroll, ...over };
        const response = await world.server.post("/access/v1/search/subject", world.token, body);
        return [response.status, response.status === 200 ? "" : await response.json()];
      };
      const next = page.next_token;
      expect(await ask({ page: { token: next } })).toEqual([200, ""]);
      expect(await ask({ page: { token: next, limit: 1 } })).toEqual([200, ""]);
      expect(await ask({ page: { token: next, limit: 2 } })).toEqual([
        400,
        "page.limit is not that of the page before",
      ]);
      for (const other of [
        { resource: { type: "application", id: "mail" } },
        { action: { name: "sign_in" } },
        { subject: { type: "service_principal" } },
        { context: { ip: "10.0.0.1" } },
      ])
        expect(await ask({ page: { token: next }, ...other })).toEqual([400, "page.token belongs to another search"]);
      for (const garbled of ["", "x", `${next}x`, Buffer.from('["a",-1,""]').toString("base64url")])
        expect((await ask({ page: { token: garbled } }))[0]).toBe(400);
      expect(await ask({ page: { next_token: next } })).toEqual([
        400,
        "page.next_token is of answers; send it as page.token",
      ]);
    });

    test.each([
      ["subject", "", "the body is empty"],
      ["subject", "{", "the body is not a JSON object"],
      ["subject", { action: withoutMfa, resource: payroll }, "subject is missing"],
      ["subject", { subject: {}, action: withoutMfa, resource: payroll }, "subject.type is missing"],
      ["subject", { subject: { type: "user" }, resource: payroll }, "action is missing"],
      ["subject", { subject: { type: "user" }, action: {}, resource: payroll }, "action.name is missing"],
      [
        "subject",
        { subject: { type: "user" }, action: { name: "fly" }, resource: payroll },
        "action.name is not one of sign_in, step_up, sign_in_without_mfa",
      ],
      ["subject", { subject: { type: "user" }, action: withoutMfa }, "resource is missing"],
      [
        "subject",
        { subject: { type: "user" }, action: withoutMfa, resource: { type: "application" } },
        "resource.id is missing",
      ],
      [
        "resource",
        { subject: { type: "user" }, action: withoutMfa, resource: { type: "application" } },
        "subject.id is missing",
      ],
      [
        "resource",
        { subject: { type: "user", id: "a" }, action: withoutMfa, resource: {} },
        "resource.type is missing",
      ],
      ["action", { subject: { type: "user", id: "a" } }, "resource is missing"],
      ["action", { subject: { type: "user", id: "a" }, resource: payroll, context: 1 }, "context is not an object"],
      ["action", { subject: { type: "user", id: "a" }, resource: payroll, page: [] }, "page is not an object"],
    ])("a %s search with %j is a 400 that says what is wrong", async (entity, body, message) => {
      const response = await world.server.post(`/access/v1/search/${entity}`, world.token, body);
      expect([response.status, await response.json()]).toEqual([400, message]);
    });

    test.each([-1, 1.5, "10", null])("a limit of %j is a 400", async (limit) => {
      const body = { subject: { type: "user" }, action: withoutMfa, resource: payroll, page: { limit } };
      expect((await world.server.post("/access/v1/search/subject", world.token, body)).status).toBe(400);
    });

    test("a search needs the scope search, and of a person a role", async () => {
      const body = { subject: { type: "user" }, action: withoutMfa, resource: payroll };
      const status = async (asking: string) =>
        (await world.server.post("/access/v1/search/subject", asking, body)).status;
      const { token: decide } = await serviceToken(testDb);
      const reader = await personalToken(testDb, world.people.auditor.userId, ["read", "decide"]);
      const auditor = await personalToken(testDb, world.people.auditor.userId, ["search"]);
      const nobody = await personalToken(testDb, world.people.requestor.userId, ["search"]);
      expect(await Promise.all(["mfar_wrong", decide, reader, nobody, auditor].map(status))).toEqual([
        401, 403, 403, 403, 200,
      ]);
      const refused = await world.server.post("/access/v1/search/subject", decide, body);
      expect(refused.headers.get("www-authenticate")).toContain('error="insufficient_scope", scope="search"');
      const { token: search } = await serviceToken(testDb, null, ["search"]);
      expect((await world.server.ask(search, signInOf(world.people.owner.userId))).status).toBe(403);
    });

    test("a search is recorded nowhere as a decision", async () => {
      const count = async () => (await recordedDecisions(testDb.db)).length;
      const before = await count();
      await world.whoWithoutMfa();
      expect(await count()).toBe(before);
    });
  });
