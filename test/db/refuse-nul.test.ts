import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findUser } from "#db/users.ts";
import { databases, type TestDatabase } from "#test/support/databases.ts";

for (const [name, open] of Object.entries(databases))
  describe(name, () => {
    let testDb: TestDatabase;
    beforeAll(async () => {
      testDb = await open();
      await sql`create table notes (body text)`.execute(testDb.db);
    });
    afterAll(() => testDb.close());

    const keep = (body: string) => sql`insert into notes (body) values (${body})`.execute(testDb.db);

    test.each(["\0", "a\0b", JSON.stringify({ title: "a\0b" }), JSON.stringify(["\\\0"])])(
      "a text with a NUL is refused by name: %j",
      async (body) => {
        await expect(keep(body)).rejects.toMatchObject({ status: 400, code: "nul_in_text" });
        await expect(findUser(testDb.db, testDb.workspace.id, body)).rejects.toMatchObject({ status: 400 });
        await testDb.db.transaction().execute(async () => undefined);
      },
    );

    test.each(["", "Ends with \\u0000", JSON.stringify({ title: "Ends with \\u0000" }), JSON.stringify(["\\\\u0000"])])(
      "a text that only speaks of one is kept: %j",
      async (body) => {
        await keep(body);
        const { rows } = await sql<{ body: string }>`select body from notes where body = ${body}`.execute(testDb.db);
        expect(rows).toEqual([{ body }]);
      },
    );
  });
