import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { defaultPolicy } from "#app/register/default-policy.ts";
import { createSearch } from "#app/signins/search.server.ts";
import { parseSearchRequest } from "#app/signins/search-request.ts";
import { addDirectoryObject } from "#db/directory.ts";
import { insertPolicy } from "#db/policies.ts";
import { databases, type TestDatabase, testStart } from "#test/support/databases.ts";
import { insertLive, serviceToken, signInOf, startDecisions } from "#test/support/decisions.ts";
import { addPeople } from "#test/support/people.ts";

const people = 50_000;
/** Every so manieth of them is excepted. */
const everyExcepted = 1_351;
const excepted = Array.from({ length: Math.floor(people / everyExcepted) }, (_, index) =>
  idOf((index + 1) * everyExcepted),
);

function idOf(number: number): string {
  return `usr_${String(number).padStart(6, "0")}`;
}

const requestOf = (page: object, action = "sign_in_without_mfa") => {
  const parsed = parseSearchRequest("subject", {
    subject: { type: "user" },
    action: { name: action },
    resource: { type: "application", id: "payroll" },
    page,
  });
  if (!parsed.ok) throw new Error(parsed.message);
  return parsed.request;
};

for (const [name, open] of Object.entries(databases))
  describe(`${name}, with ${people} people`, () => {
    let testDb: TestDatabase;
    beforeAll(async () => {
      testDb = await open();
      const { db, workspace } = testDb;
      const staff = await addPeople(testDb);
      const policy = { ...defaultPolicy(testStart), version: 2, graceHours: 0, floors: [] };
      await insertPolicy(db, workspace.id, policy, { reason: "No grace", authorId: null, now: testStart });
      await addDirectoryObject(db, workspace.id, { kind: "application", id: "payroll", name: "Payroll" }, testStart);
      const id = sql`'usr_' || substr('000000' || i, length('000000' || i) - 5)`;
      await sql`insert into users (workspace_id, id, user_name, display_name, sso_required, created_at, first_sign_in_at)
        with recursive numbers(i) as (select 1 union all select i + 1 from numbers where i < ${sql.lit(people)})
        select ${workspace.id}, ${id}, 'user' || i || '@acme.example', 'User ' || i, 0, ${sql.lit(testStart)}, ${sql.lit(testStart)}
        from numbers`.execute(db);
      await insertLive(testDb, staff, { id: "EXC-2026-0001", scope: { users: excepted } });
    }, 60_000);
    afterAll(() => testDb.close());

    async function walk(limit: number, mostCandidates = 5_000) {
      const search = createSearch(testDb.db, { mostCandidates });
      const found: string[] = [];
      let pages = 0;
      for (let page: object = { limit }; ; pages++) {
        const { page: answer, results } = await search(testDb.workspace.id, requestOf(page), testStart);
        expect(results.length).toBeLessThanOrEqual(limit);
        found.push(...results.map((result) => ("id" in result ? result.id : "")));
        if (answer.next_token === "") return { found, pages: pages + 1 };
        page = { token: answer.next_token };
      }
    }

    test("whoever gets in without MFA is found, each once, however many do not", { timeout: 60_000 }, async () => {
      expect(await walk(1000)).toEqual({ found: excepted, pages: 11 });
    });

    test("a page ends in the middle of a piece and goes on from there", { timeout: 60_000 }, async () => {
      const { found, pages } = await walk(1, 20_000);
      expect(found).toEqual(excepted);
      expect(pages).toBeGreaterThan(excepted.length);
    });

    test("decisions are answered while a search runs", { timeout: 60_000 }, async () => {
      const server = await startDecisions(testDb.database);
      const { token } = await serviceToken(testDb);
      const search = createSearch(testDb.db, { mostCandidates: people });
      let isOver = false;
      const searching = search(testDb.workspace.id, requestOf({ limit: 1000 }), testStart).then(() => {
        isOver = true;
      });
      let answered = 0;
      while (!isOver) {
        expect((await server.ask(token, signInOf(excepted[0] ?? ""))).status).toBe(200);
        answered += 1;
      }
      await searching;
      expect(answered).toBeGreaterThan(10);
      await server.stop();
    });
  });
