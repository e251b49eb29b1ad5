import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { databases, type TestDatabase } from "#test/support/databases.ts";
import { personalToken, serviceToken, signInOf, startDecisions } from "#test/support/decisions.ts";
import { addPeople, type People } from "#test/support/people.ts";
import { recordedDecision } from "#test/support/recorded-decisions.ts";

const named = { subject: { type: "user", id: "a" }, resource: { type: "application", id: "mail" } };

/** Every address that takes a body, with a body that is whole and the scope that it needs. */
const posts: Record<string, { body: object; scope: "decide" | "search"; most: number }> = {
  "/access/v1/evaluation": { body: signInOf("nobody"), scope: "decide", most: 65_536 },
  "/access/v1/evaluations": { body: { evaluations: [signInOf("nobody")] }, scope: "decide", most: 262_144 },
  "/access/v1/search/subject": { body: { ...named, action: { name: "sign_in" } }, scope: "search", most: 65_536 },
  "/access/v1/search/resource": { body: { ...named, action: { name: "sign_in" } }, scope: "search", most: 65_536 },
  "/access/v1/search/action": { body: named, scope: "search", most: 65_536 },
};
const gets = ["/access/v1/forward-auth", "/.well-known/authzen-configuration"];

for (const [name, open] of Object.entries(databases))
  describe(name, () => {
    let testDb: TestDatabase;
    let people: People;
    let server: Awaited<ReturnType<typeof startDecisions>>;
    const tokens = { decide: "", search: "" };
    beforeAll(async () => {
      testDb = await open();
      people = await addPeople(testDb);
      server = await startDecisions(testDb.database);
      for (const scope of ["decide", "search"] as const)
        tokens[scope] = (await serviceToken(testDb, null, [scope])).token;
    });
    afterAll(async () => {
      await server.stop();
      await testDb.close();
    });

    for (const [path, { body, scope, most }] of Object.entries(posts)) {
      const post = (over: Record<string, string> = {}, text: unknown = body, token = tokens[scope]) =>
        server.post(path, token, text, over);

      test(`${path} answers JSON with 200 and sends the id of the request back`, async () => {
        const response = await post({ "X-Request-ID": "walk-1" });
        expect(response.status).toBe(200);
        expect(Object.fromEntries(response.headers)).toMatchObject({
          "content-type": "application/json",
          "cache-control": "no-store",
          "x-request-id": "walk-1",
        });
        expect(await response.json()).toEqual(expect.any(Object));
      });

      test(`${path} refuses without a token, with another scope, and with a cookie`, async () => {
        const other = tokens[scope === "decide" ? "search" : "decide"];
        const everythingElse = await personalToken(testDb, people.boss.userId, ["read", "write"]);
        const statuses = [
          await post({ Authorization: "" }),
          await post({ Authorization: "", Cookie: "session=abc" }),
          await post({ Authorization: `Basic ${tokens[scope]}` }),
          await post({}, body, "mfar_wrong"),
          await post({}, body, other),
          await post({}, body, everythingElse),
        ].map(({ status, headers }) => [status, headers.has("www-authenticate")]);
        expect(statuses).toEqual([401, 401, 401, 401, 403, 403].map((status) => [status, true]));
      });

      test(`${path} takes nothing but JSON`, async () => {
        for (const type of ["text/plain", "application/x-www-form-urlencoded", "application/jsonp", ""]) {
          const response = await post({ "Content-Type": type });
          expect([type, response.status, await response.json()]).toEqual([type, 400, expect.any(String)]);
        }
        expect((await post({ "Content-Type": "application/json; charset=utf-8" })).status).toBe(200);
      });

      test(`${path} answers errors with a string and the id of the request`, async () => {
        for (const text of ["", "{", "[]", "null", '"a"', "1", "{}"]) {
          const response = await post({ "X-Request-ID": "walk-2" }, text);
          expect([text, response.status, await response.json()]).toEqual([text, 400, expect.any(String)]);
          expect(response.headers.get("x-request-id")).toBe("walk-2");
        }
      });

      test(`${path} ignores members that nobody knows, at every level`, async () => {
        const extended = JSON.parse(JSON.stringify(body), (_key, value: unknown) =>
          typeof value === "object" && value !== null && !Array.isArray(value)
            ? { ...value, "x-new": { a: [1] } }
            : value,
        ) as unknown;
        expect((await post({}, extended)).status).toBe(200);
      });

      test(`${path} takes no more than ${most} bytes`, async () => {
        const filled = (bytes: number) => `{"filler":"${"a".repeat(bytes - 13)}"}`;
        expect((await post({}, filled(most + 1))).status).toBe(413);
        expect((await post({}, filled(most))).status).toBe(400);
      });

      test(`${path} survives JSON that is nested without end`, async () => {
        const depth = 30_000;
        expect((await post({}, `{"subject":${"[".repeat(depth)}${"]".repeat(depth)}}`)).status).toBe(400);
      });

      test(`${path} has no other method`, async () => {
        for (const method of ["GET", "PUT", "DELETE", "OPTIONS"]) {
          const headers = { Authorization: `Bearer ${tokens[scope]}` };
          const response = await fetch(`${server.url}${path}`, { method, headers });
          expect([response.status, response.headers.get("allow")]).toEqual([405, "POST"]);
        }
      });
    }

    test.each(gets)("%s has no other method than GET", async (path) => {
      const response = await server.post(path, tokens.decide, {});
      expect([response.status, response.headers.get("allow")]).toEqual([405, "GET"]);
    });

    test("what a database fault is about is not told, and it is logged", async () => {
      const broken = await open();
      const failing = await startDecisions(broken.database);
      const { token } = await serviceToken(broken, null, ["search"]);
      await broken.database.close();
      const response = await failing.post("/access/v1/search/action", token, named);
      expect([response.status, await response.json()]).toEqual([500, "a fault on our side; it has been logged"]);
      expect(failing.faults).toHaveLength(1);
      await failing.stop();
    });

    test("a step-up is recorded as one, and is no first sign-in; the record of a sign-in says nothing of its action", async () => {
      const bodyOf = async (response: Response) => {
        const { context } = (await response.json()) as { context: { decision_id: string } };
        const { body } = await recordedDecision(testDb.db, context.decision_id);
        return JSON.parse(body) as Record<string, unknown>;
      };
      const asked = signInOf(people.auditor.userName, { max_age: 60 });
      const stepUp = await server.ask(tokens.decide, { ...asked, action: { name: "step_up" } });
      expect(await bodyOf(stepUp.clone())).toMatchObject({ action: "step_up", maxAge: 60 });
      expect(await stepUp.json()).toMatchObject({ decision: false, context: { outcome: "enroll" } });
      const signIn = await bodyOf(await server.ask(tokens.decide, asked));
      expect(signIn).not.toHaveProperty("action");
      expect(signIn).not.toHaveProperty("maxAge");
    });

    test("the same question has the same answer on every repeat", async () => {
      const ask = async () => {
        const { decision, context } = (await (
          await server.ask(tokens.decide, signInOf(people.owner.userName))
        ).json()) as { decision: boolean; context: Record<string, unknown> };
        return { decision, ...context, decision_id: "" };
      };
      const first = await ask();
      expect([await ask(), await ask()]).toEqual([first, first]);
    });
  });
