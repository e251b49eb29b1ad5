import { type RawBuilder, sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Database, statement } from "#db/connect.ts";
import { type Run, stored, type Write } from "#db/statements.ts";
import { databases, type TestDatabase } from "#test/support/databases.ts";

const slow = "slow to commit";
const refused = "refused at the commit";

for (const [name, open] of Object.entries(databases))
  describe(name, () => {
    let testDb: TestDatabase;
    beforeAll(async () => {
      testDb = await open();
      await sql`create table marks (id text primary key)`.execute(testDb.db);
      if (name === "postgres") await actAtCommit(testDb.database);
    });
    afterAll(() => testDb.close());

    /** A transaction that reads all marks and writes one; it notes when it begins and when it has decided. */
    function mark(id: string, note: (what: string) => void = () => undefined): Promise<{ seen: string[] }> {
      return testDb.database.inBatch(async (run) => {
        note(`${id} begins`);
        const seen = await marks(run);
        note(`${id} decided`);
        return { seen, writes: [insertOf(id)] };
      });
    }

    const insertOf = (id: string): Write => ({
      statement: statement(testDb.db, "insert_mark", sql`insert into marks (id) values (${stored("id")})`),
      values: { id },
    });
    /** A transaction that writes marks and reads nothing. */
    const writing = (...ids: string[]) => testDb.database.inBatch(async () => ({ writes: ids.map(insertOf) }));
    /** Reads marks and keeps them from everybody else, on PostgreSQL. */
    const hold = (run: Run) =>
      run({ ...statement(testDb.db, "held_marks", sql`select id from marks for update`), holdsRows: true }, {});
    const marks = async (run: Run) => {
      const rows = await run<{ id: string }>(statement(testDb.db, "all_marks", sql`select id from marks`), {});
      return rows.map(({ id }) => id).sort();
    };
    const marked = async () =>
      (await sql<{ id: string }>`select id from marks`.execute(testDb.db)).rows.map(({ id }) => id).sort();
    const empty = () => sql`delete from marks`.execute(testDb.db);

    test("transactions run one behind the other, and each reads what the one before wrote", async () => {
      await empty();
      const seen = await Promise.all(["a", "b", "c", "d"].map((id) => mark(id)));
      expect(seen.map(({ seen }) => seen)).toEqual([[], ["a"], ["a", "b"], ["a", "b", "c"]]);
      expect(await marked()).toEqual(["a", "b", "c", "d"]);
    });

    test("one that fails before its commit leaves nothing, and those around it are kept", async () => {
      await empty();
      const failed = testDb.database.inBatch(async (run) => {
        await marks(run);
        throw new Error("no");
      });
      const outcomes = await Promise.allSettled([mark("a"), failed, mark("c")]);
      expect(outcomes.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
      expect(await marked()).toEqual(["a", "c"]);
    });

    test("one whose last statement fails leaves nothing, and those around it are kept", async () => {
      await empty();
      const outcomes = await Promise.allSettled([mark("a"), mark("a"), mark("b")]);
      expect(outcomes.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
      expect(await marked()).toEqual(["a", "b"]);
    });

    test("of several that it writes, none is kept when the last one fails", async () => {
      await empty();
      const outcomes = await Promise.allSettled([writing("a", "b"), writing("c", "d", "a"), writing("e")]);
      expect(outcomes.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
      expect(await marked()).toEqual(["a", "b", "e"]);
    });

    if (name === "postgres") {
      test("rows that it holds are kept from everybody else until it has committed", async () => {
        await empty();
        await mark("a");
        const order: string[] = [];
        let elsewhere: Promise<unknown> = Promise.resolve();
        await testDb.database.inBatch(async (run) => {
          await hold(run);
          elsewhere = empty().then(() => order.push("deleted elsewhere"));
          await new Promise((resolve) => setTimeout(resolve, 100));
          order.push("decided");
          return { writes: [insertOf(slow)] };
        });
        await elsewhere;
        expect(order).toEqual(["decided", "deleted elsewhere"]);
        expect(await marked()).toEqual([slow]);
      });

      test("what is read as tuples comes as texts; a fault in it fails that one alone", async () => {
        const read = (query: RawBuilder<unknown>, name: string) =>
          testDb.database.inBatch(async (run) => {
            const tuples = await run({ ...statement(testDb.db, name, query), isOfTuples: true }, {});
            return { tuples, writes: [] };
          });
        const values = sql`select * from (values (7, 'x'), (null, '')) as v`;
        for (const run of ["prepared", "run again"])
          expect(await read(values, "values"), run).toMatchObject({
            tuples: [
              ["7", "x"],
              [null, ""],
            ],
          });
        const halfway = sql`select 1 / (2 - n) from generate_series(1, 3) as n`;
        const outcomes = await Promise.allSettled([read(halfway, "halfway"), read(values, "values")]);
        expect(outcomes).toMatchObject([
          { status: "rejected", reason: { message: "division by zero" } },
          {
            status: "fulfilled",
            value: {
              tuples: [
                ["7", "x"],
                [null, ""],
              ],
            },
          },
        ]);
      });

      test("one that fails after it was sent ends no transaction but its own", async () => {
        await empty();
        await mark("a");
        const behind = () =>
          testDb.database.inBatch(async (run) => {
            await hold(run);
            return { writes: ["c", "a"].map(insertOf) };
          });
        const outcomes = await Promise.allSettled([writing("b", "a"), behind(), writing("d", "e")]);
        expect(outcomes.map(({ status }) => status)).toEqual(["rejected", "rejected", "fulfilled"]);
        expect(await marked()).toEqual(["a", "d", "e"]);
      });

      test("the next one begins while the one before is being committed, and reads what that one wrote", async () => {
        await empty();
        const order: string[] = [];
        const note = (what: string) => order.push(what);
        const first = mark(slow, note).then(() => note("committed"));
        const [{ seen }] = await Promise.all([mark("b", note), first]);
        expect(order).toEqual([`${slow} begins`, `${slow} decided`, "b begins", "committed", "b decided"]);
        expect(seen).toEqual([slow]);
      });

      test("one that is refused at its commit leaves nothing, and the one that was sent behind it is kept", async () => {
        await empty();
        const outcomes = await Promise.allSettled([mark(refused), mark("b"), mark("c")]);
        expect(outcomes.map(({ status }) => status)).toEqual(["rejected", "fulfilled", "fulfilled"]);
        expect(await marked()).toEqual(["b", "c"]);
      });

      test("a connection that breaks fails all that is on its way, and the next one has another", async () => {
        await empty();
        const cut = testDb.database.inBatch(async (run) => {
          const [row] = await run<{ pid: number }>(
            statement(testDb.db, "pid", sql`select pg_backend_pid() as pid`),
            {},
          );
          await sql`select pg_terminate_backend(${row?.pid})`.execute(testDb.db);
          return { writes: [insertOf("a")] };
        });
        const outcomes = await Promise.allSettled([cut, mark("b")]);
        expect(outcomes[0]?.status).toBe("rejected");
        await mark("c");
        expect(await marked()).toEqual(outcomes[1]?.status === "fulfilled" ? ["b", "c"] : ["c"]);
      });

      test("a change whose connection breaks fails, and the process goes on", async () => {
        const cut = testDb.db.transaction().execute(async (tx) => {
          const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(tx);
          await sql`select pg_terminate_backend(${rows[0]?.pid})`.execute(testDb.db);
          await sql`delete from marks`.execute(tx);
        });
        await expect(cut).rejects.toThrow();
        expect(await marked()).toEqual(expect.any(Array));
      });
    }
  });

/** Makes a commit take its time, or fail, for the marks that say so. */
async function actAtCommit({ db }: Database): Promise<void> {
  await sql`create function act() returns trigger language plpgsql as $$ begin
    if new.id = ${sql.lit(slow)} then perform pg_sleep(0.2); end if;
    if new.id = ${sql.lit(refused)} then raise 'refused'; end if;
    return null; end $$`.execute(db);
  await sql`create constraint trigger act after insert on marks deferrable initially deferred
    for each row execute function act()`.execute(db);
}
