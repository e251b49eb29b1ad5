import { sql } from "kysely";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { up } from "#db/migrations/046_targets_lead_to_rows.ts";
import { askDecider } from "#test/support/ask-decider.ts";
import { databases, type TestDatabase, testStart } from "#test/support/databases.ts";
import { insertLive, serviceToken } from "#test/support/decisions.ts";
import { addPeople, type People } from "#test/support/people.ts";
import { putPolicy } from "#test/support/put-policy.ts";
import { recordedDecisions } from "#test/support/recorded-decisions.ts";

for (const [name, open] of Object.entries(databases))
  describe(name, () => {
    let testDb: TestDatabase;
    let people: People;
    let token: string;
    beforeEach(async () => {
      testDb = await open();
      people = await addPeople(testDb);
      ({ token } = await serviceToken(testDb));
      await putPolicy(testDb, { graceHours: 0 });
      await insertLive(testDb, people, { id: "EXC-2026-0001", userId: people.requestor.userId });
      await insertLive(testDb, people, { id: "EXC-2026-0002", userId: people.owner.userId });
    });
    afterEach(() => testDb.close());

    /** By which exceptions the two people were let in. */
    async function exceptionsOf(): Promise<(string | null | undefined)[]> {
      const asked = [people.requestor, people.owner].map(({ userId }) => ({ subjectId: userId, at: testStart }));
      await askDecider(testDb, token, asked);
      const rows = await recordedDecisions(testDb.db);
      return asked.map((ask) => rows.find(({ subjectId }) => subjectId === ask.subjectId)?.exceptionId);
    }

    test("a register from before targets led to rows decides as it did", async () => {
      const { db } = testDb;
      await sql`create table targets_before (workspace_id text not null, target text not null, exception_id text not null)`.execute(
        db,
      );
      await sql`insert into targets_before select workspace_id, target, exception_id from exception_targets`.execute(
        db,
      );
      await sql`drop table exception_targets`.execute(db);
      await sql`alter table targets_before rename to exception_targets`.execute(db);

      await up(db);
      expect(await exceptionsOf()).toEqual(["EXC-2026-0001", "EXC-2026-0002"]);
    });

    test("a target with the row of another record lets nobody in", async () => {
      await sql`update exception_targets set exception_row = (select row_key from exceptions where id = 'EXC-2026-0002')
        where exception_id = 'EXC-2026-0001'`.execute(testDb.db);
      expect(await exceptionsOf()).toEqual([null, "EXC-2026-0002"]);
    });
  });
