import { request as send } from "node:http";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { defaultPolicy } from "#app/register/default-policy.ts";
import { insertPolicy } from "#db/policies.ts";
import { databases, type TestDatabase, testStart } from "#test/support/databases.ts";
import { insertLive, serviceToken, startDecisions } from "#test/support/decisions.ts";
import { addPeople, type People } from "#test/support/people.ts";
import { recordedDecision } from "#test/support/recorded-decisions.ts";

const password = "password;at=2026-11-02T08:59:00Z";

for (const [name, open] of Object.entries(databases))
  describe(name, () => {
    let testDb: TestDatabase;
    let people: People;
    let server: Awaited<ReturnType<typeof startDecisions>>;
    let token: string;
    beforeAll(async () => {
      testDb = await open();
      people = await addPeople(testDb);
      const policy = { ...defaultPolicy(testStart), version: 2, graceHours: 0 };
      const change = { reason: "No grace", authorId: null, now: testStart };
      await insertPolicy(testDb.db, testDb.workspace.id, policy, change);
      await insertLive(testDb, people, { id: "EXC-2026-0001", userId: people.owner.userId });
      await insertLive(testDb, people, {
        id: "EXC-2026-0002",
        scope: { users: [people.identity.userId], networks: ["10.0.0.0/8"] },
      });
      await testDb.db
        .insertInto("factors")
        .values({
          workspaceId: testDb.workspace.id,
          id: "fac_1",
          userId: people.risk.userId,
          kind: "totp",
          label: "App",
          createdAt: testStart,
        })
        .execute();
      server = await startDecisions(testDb.database);
      ({ token } = await serviceToken(testDb));
    });
    afterAll(async () => {
      await server.stop();
      await testDb.close();
    });

    const said = (over: Record<string, string> = {}) => ({
      Authorization: `Bearer ${token}`,
      "X-MFA-Subject": people.owner.userName,
      "X-MFA-Application": "payroll",
      "X-MFA-Methods": password,
      ...over,
    });
    const ask = (headers: Record<string, string>) => fetch(`${server.url}/access/v1/forward-auth`, { headers });

    test("a permitted sign-in is a 200 that says why, and is recorded", async () => {
      const response = await ask(said({ "X-Request-ID": "fa-1" }));
      expect(response.status).toBe(200);
      expect(Object.fromEntries(response.headers)).toMatchObject({
        "x-mfa-outcome": "allow",
        "x-mfa-reason": "MFA_EXCEPTION_APPLIED",
        "x-mfa-required-aal": "2",
        "x-mfa-achieved-aal": "1",
        "x-mfa-exception": "EXC-2026-0001",
        "x-mfa-ends-at": "2026-12-01T09:00:00.000Z",
        "x-request-id": "fa-1",
        "cache-control": "no-store",
      });
      const row = await recordedDecision(testDb.db, response.headers.get("x-mfa-decision-id") ?? "");
      expect(row).toMatchObject({ subjectId: people.owner.userId, outcome: "allow" });
    });

    test("whoever has to do more is a 401, and whoever may not is a 403", async () => {
      const more = await ask(said({ "X-MFA-Subject": people.risk.userName }));
      expect([more.status, more.headers.get("x-mfa-outcome"), more.headers.get("x-mfa-acceptable-factors")]).toEqual([
        401,
        "challenge",
        "passkey security_key totp recovery_code",
      ]);
      expect(more.headers.get("www-authenticate")).toContain('error="insufficient_user_authentication"');
      const enrol = await ask(said({ "X-MFA-Subject": people.auditor.userName }));
      expect([enrol.status, enrol.headers.get("x-mfa-reason")]).toEqual([401, "MFA_REQUIRED_NO_FACTOR"]);
      const stranger = await ask(said({ "X-MFA-Subject": "stranger" }));
      expect([stranger.status, stranger.headers.get("x-mfa-reason")]).toEqual([403, "SUBJECT_UNKNOWN"]);
      const legacy = await ask(said({ "X-MFA-Protocol": "imap" }));
      expect([legacy.status, legacy.headers.get("x-mfa-reason")]).toEqual([403, "LEGACY_PROTOCOL_REFUSED"]);
    });

    test("a step-up is asked for as RFC 9470 has it", async () => {
      const stepUp = said({ "X-MFA-Subject": people.risk.userName, "X-MFA-Action": "step_up", "X-MFA-Max-Age": "300" });
      const stale = await ask({ ...stepUp, "X-MFA-Methods": `${password}, totp;at=2026-11-02T08:54:00Z` });
      expect(stale.status).toBe(401);
      expect(stale.headers.get("www-authenticate")).toBe(
        'Bearer error="insufficient_user_authentication", error_description="More is asked of this session", acr_values="nist-aal2", max_age="300"',
      );
      const recent = await ask({ ...stepUp, "X-MFA-Methods": `${password}, totp;at=2026-11-02T08:58:00Z` });
      expect([recent.status, recent.headers.get("x-mfa-achieved-aal")]).toEqual([200, "2"]);
    });

    test("methods carry their time, and user verification where it happened", async () => {
      const status = async (methods: string) =>
        (await ask(said({ "X-MFA-Subject": people.risk.userName, "X-MFA-Methods": methods }))).status;
      expect(await status(`${password},totp;at=2026-11-02T08:59:30Z`)).toBe(200);
      expect(await status(`${password}, totp;at=2026-11-02T08:59:30+02:00;uv`)).toBe(200);
      expect(await status("")).toBe(401);
      for (const wrong of ["password", "password;at=", "password;uv", "totp at 9", `${password};x`, `${password},`])
        expect([wrong, await status(wrong)]).toEqual([wrong, 400]);
    });

    test("an address that is missing or cannot be read is in nobody's network", async () => {
      const status = async (over: Record<string, string>) =>
        (await ask(said({ "X-MFA-Subject": people.identity.userName, ...over }))).status;
      expect(await status({ "X-MFA-IP": "10.1.2.3" })).toBe(200);
      expect(await status({})).toBe(401);
      expect(await status({ "X-MFA-IP": "a" })).toBe(401);
      expect(await status({ "X-MFA-IP": "" })).toBe(401);
      expect(await status({ "X-Forwarded-For": "10.1.2.3", "X-Real-IP": "10.1.2.3" })).toBe(401);
    });

    test.each(["X-MFA-Subject", "X-MFA-Application"])("without %s there is no decision", async (header) => {
      for (const value of [undefined, "", " "]) {
        const headers: Record<string, string> = said();
        delete headers[header];
        const response = await ask(value === undefined ? headers : { ...headers, [header]: value });
        expect([response.status, await response.json()]).toEqual([400, `${header.toLowerCase()} is missing`]);
      }
    });

    test("without a token, or with one that does not decide, nobody passes", async () => {
      const { token: search } = await serviceToken(testDb, null, ["search"]);
      expect((await ask(said({ Authorization: "" }))).status).toBe(401);
      expect((await ask(said({ Authorization: "Bearer mfar_wrong" }))).status).toBe(401);
      expect((await ask(said({ Authorization: `Bearer ${search}` }))).status).toBe(403);
    });

    test("a request with the visitor's own cookies shows that their headers come through, and is refused", async () => {
      const response = await ask(said({ Cookie: "session=1" }));
      expect([response.status, await response.json()]).toEqual([400, expect.stringContaining("come through")]);
    });

    test("what the visitor said beside the proxy is refused and not chosen from", async () => {
      const { hostname, port } = new URL(server.url);
      const status = await new Promise<number | undefined>((resolve, reject) => {
        const headers = { ...said(), "X-MFA-Device": ["compliant", "unknown"] };
        send({ hostname, port, path: "/access/v1/forward-auth", headers }, (response) => {
          response.resume();
          resolve(response.statusCode);
        })
          .on("error", reject)
          .end();
      });
      expect(status).toBe(400);
    });

    test("names outside ASCII are read as the UTF-8 that proxies send", async () => {
      await testDb.db
        .updateTable("users")
        .set({ userName: "jürgen@acme.example" })
        .where("id", "=", people.owner.userId)
        .execute();
      const bytes = Buffer.from("jürgen@acme.example").toString("latin1");
      expect((await ask(said({ "X-MFA-Subject": bytes }))).status).toBe(200);
    });

    test("when the decision cannot be recorded, nobody passes", async () => {
      const broken = await startDecisions({
        ...testDb.database,
        inBatch: () => Promise.reject(new Error("disk full")),
      });
      const response = await fetch(`${broken.url}/access/v1/forward-auth`, { headers: said() });
      expect(response.status).toBe(503);
      await broken.stop();
    });
  });
