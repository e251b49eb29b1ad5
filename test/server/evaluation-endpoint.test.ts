import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { databases, type TestDatabase } from "#test/support/databases.ts";
import { insertLive, personalToken, serviceToken, signInOf, startDecisions } from "#test/support/decisions.ts";
import { addPeople, type People } from "#test/support/people.ts";
import { recordedDecision, recordedDecisions } from "#test/support/recorded-decisions.ts";

type Evaluation = { decision: boolean; context: Record<string, unknown> & { decision_id: string } };

for (const [name, open] of Object.entries(databases))
  describe(name, () => {
    let testDb: TestDatabase;
    let people: People;
    let server: Awaited<ReturnType<typeof startDecisions>>;
    let token: string;
    beforeAll(async () => {
      testDb = await open();
      people = await addPeople(testDb);
      server = await startDecisions(testDb.database);
      ({ token } = await serviceToken(testDb));
    });
    afterAll(async () => {
      await server.stop();
      await testDb.close();
    });

    test("an answer says what was decided and why, and is recorded under its id", async () => {
      await insertLive(testDb, people, { id: "EXC-2026-0001", userId: people.owner.userId });
      const response = await server.ask(token, signInOf("OWNER@acme.example"), { "X-Request-ID": "r-1" });
      expect(response.status).toBe(200);
      expect(Object.fromEntries(response.headers)).toMatchObject({
        "content-type": "application/json",
        "cache-control": "no-store",
        "x-request-id": "r-1",
        "content-length": expect.any(String),
      });
      const { decision, context } = (await response.json()) as Evaluation;
      expect(decision).toBe(true);
      expect(context).toMatchObject({ outcome: "allow", required_aal: 2, achieved_aal: 1 });
      expect(context.because).toContainEqual(expect.objectContaining({ step: "session" }));
      const row = await recordedDecision(testDb.db, context.decision_id);
      expect(row).toMatchObject({ outcome: "allow", subjectId: people.owner.userId, applicationId: "payroll" });
      // Whom it was about stands there by id: a name could never be taken out of the stream again.
      expect(row.body.toLowerCase()).not.toContain("owner@acme.example");
      expect(JSON.parse(row.body)).toMatchObject({
        requestId: "r-1",
        policy: 1,
      });
    });

    test("somebody whom the directory does not know is refused, on the record", async () => {
      const { decision, context } = (await (await server.ask(token, signInOf("stranger"))).json()) as Evaluation;
      expect([decision, context.reason]).toEqual([false, "SUBJECT_UNKNOWN"]);
    });

    test("many at once are each answered and recorded once", async () => {
      const answers = await Promise.all(
        Array.from({ length: 100 }, async (_, index) => {
          const response = await server.ask(token, signInOf(people.auditor.userId), {
            "X-Request-ID": `many-${index}`,
          });
          return ((await response.json()) as Evaluation).context.decision_id;
        }),
      );
      const rows = await recordedDecisions(testDb.db);
      const recorded = new Map(
        rows.map(({ stream, batch, position, body }) => [
          (JSON.parse(body) as { requestId: string | null }).requestId,
          `${stream}.${batch}.${position}`,
        ]),
      );
      expect(answers.map((_, index) => recorded.get(`many-${index}`))).toEqual(answers);
    });

    test.each([
      ["an empty body", ""],
      ["malformed JSON", "{"],
      ["an array", "[]"],
      ["a missing subject", JSON.stringify({ action: { name: "sign_in" } })],
    ])("%s is a 400 that says what is wrong", async (_what, body) => {
      const response = await server.ask(token, body);
      expect(response.status).toBe(400);
      expect(await response.json()).toEqual(expect.any(String));
    });

    test.each([
      ["application/json; charset=utf-8", 200],
      ["Application/JSON", 200],
      ["text/plain", 400],
      ["application/jsonp", 400],
      ["application/x-www-form-urlencoded", 400],
    ])("a body of type %s is answered with %i", async (type, status) => {
      const response = await server.ask(token, signInOf("nobody"), { "Content-Type": type });
      expect(response.status).toBe(status);
    });

    test.each([70_000, 2_000_000])("a body of %i bytes is a 413", async (length) => {
      const response = await server.ask(token, `"${"a".repeat(length)}"`, { "X-Request-ID": "big" });
      expect(response.status).toBe(413);
      expect(response.headers.get("x-request-id")).toBe("big");
    });

    test("a body of 64 kB is read, whatever pieces it comes in", async () => {
      const body = JSON.stringify({ ...signInOf("nobody"), filler: "ü".repeat(32_000) }).slice(0, -1);
      expect((await server.ask(token, `${body}}`)).status).toBe(200);
    });

    test("other methods are a 405 that names the one there is", async () => {
      const response = await fetch(`${server.url}/access/v1/evaluation`, { headers: { "X-Request-ID": "get" } });
      expect([response.status, response.headers.get("allow"), response.headers.get("x-request-id")]).toEqual([
        405,
        "POST",
        "get",
      ]);
    });

    test("without a token, or with one that is not, the answer is a 401 with a challenge", async () => {
      for (const authorization of ["", "Basic abc", "Bearer", "Bearer mfar_wrong", `Bearer ${token}x`]) {
        const response = await server.ask("", signInOf("nobody"), {
          Authorization: authorization,
          "X-Request-ID": "who",
        });
        expect([authorization, response.status]).toEqual([authorization, 401]);
        expect(response.headers.get("www-authenticate")).toMatch(/^Bearer realm="MFA register"/);
        expect(response.headers.get("x-request-id")).toBe("who");
      }
    });

    test("a person's token needs the scope decide, and ends with the person", async () => {
      const reader = await personalToken(testDb, people.risk.userId, ["read"]);
      const decider = await personalToken(testDb, people.risk.userId, ["read", "decide"]);
      const response = await server.ask(reader, signInOf("nobody"));
      expect([response.status, response.headers.get("www-authenticate")]).toEqual([
        403,
        expect.stringContaining('scope="decide"'),
      ]);
      expect((await server.ask(decider, signInOf("nobody"))).status).toBe(200);
      await testDb.db
        .updateTable("users")
        .set({ disabledAt: server.clock.now })
        .where("id", "=", people.risk.userId)
        .execute();
      expect((await server.ask(decider, signInOf("nobody"))).status).toBe(401);
    });

    test("a token stops at the instant at which it ends or is revoked", async () => {
      const end = "2026-11-02T10:00:00.000Z";
      const short = await serviceToken(testDb, end);
      server.clock.now = "2026-11-02T09:59:59.999Z";
      expect((await server.ask(short.token, signInOf("nobody"))).status).toBe(200);
      server.clock.now = end;
      expect((await server.ask(short.token, signInOf("nobody"))).status).toBe(401);
      const revoked = await serviceToken(testDb);
      expect((await server.ask(revoked.token, signInOf("nobody"))).status).toBe(200);
      await testDb.db.updateTable("tokens").set({ revokedAt: end }).where("id", "=", revoked.id).execute();
      expect((await server.ask(revoked.token, signInOf("nobody"))).status).toBe(401);
    });

    test("a token's use is noted, at most once a minute", async () => {
      const { token: used, id } = await serviceToken(testDb);
      const noted = async (now: string) => {
        server.clock.now = now;
        await server.ask(used, signInOf("nobody"));
        return testDb.db.selectFrom("tokens").select("lastUsedAt").where("id", "=", id).executeTakeFirst();
      };
      expect(await noted("2026-11-02T11:00:00.000Z")).toEqual({ lastUsedAt: "2026-11-02T11:00:00.000Z" });
      expect(await noted("2026-11-02T11:00:59.000Z")).toEqual({ lastUsedAt: "2026-11-02T11:00:00.000Z" });
      expect(await noted("2026-11-02T11:01:01.000Z")).toEqual({ lastUsedAt: "2026-11-02T11:01:01.000Z" });
    });

    test("an id of a request that does not fit into a header is not echoed", async () => {
      const response = await server.ask(token, signInOf("nobody"), { "X-Request-ID": "a".repeat(129) });
      expect([response.status, response.headers.get("x-request-id")]).toEqual([200, null]);
    });

    test("whoever hangs up in the middle of a request leaves the server as it was", async () => {
      const socket = connect(Number(new URL(server.url).port), "127.0.0.1");
      socket.write("POST /access/v1/evaluation HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n{");
      await new Promise((resolve) => setTimeout(resolve, 50));
      socket.destroy();
      expect((await server.ask(token, signInOf("nobody"))).status).toBe(200);
      expect(server.faults).toEqual([]);
    });

    test("the health checks answer without a token", async () => {
      expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
      const ready = await fetch(`${server.url}/readyz?verbose`);
      expect([ready.status, await ready.json()]).toEqual([
        200,
        { ready: true, database: "reachable", pending_migrations: [] },
      ]);
    });
  });
