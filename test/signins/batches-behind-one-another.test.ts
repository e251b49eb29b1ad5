import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createDecider } from "#app/signins/decide.server.ts";
import { parseEvaluationRequest } from "#app/signins/evaluation-request.ts";
import { verifyStreams } from "#app/signins/verify-streams.server.ts";
import { databases, type TestDatabase } from "#test/support/databases.ts";
import { insertLive, serviceToken, signInOf } from "#test/support/decisions.ts";
import { addPeople, type People } from "#test/support/people.ts";
import { recordedDecisions } from "#test/support/recorded-decisions.ts";

const later = "2026-11-25T09:00:00.000Z";
const slow = "slow to commit";
const refused = "refused at the commit";

for (const [name, open] of Object.entries(databases))
  describe(name, () => {
    let testDb: TestDatabase;
    let people: People;
    let token: string;
    beforeAll(async () => {
      testDb = await open();
      people = await addPeople(testDb);
      ({ token } = await serviceToken(testDb));
      await insertLive(testDb, people, { id: "EXC-2026-0001", userId: people.owner.userId });
      if (name === "postgres") await actAtCommit();
    });
    afterAll(() => testDb.close());

    const faults: unknown[] = [];
    const newDecider = () =>
      createDecider(testDb.database, { now: () => later, logFault: (fault) => faults.push(fault), mostInBatch: 3 });

    function questionOf(applicationId: string) {
      const parsed = parseEvaluationRequest({
        ...signInOf(people.owner.userName),
        resource: { type: "application", id: applicationId },
      });
      if (!parsed.ok) throw new Error(parsed.message);
      return { token, requestId: null, request: parsed.request };
    }

    test("batches that follow each other closely make one chain without a gap", async () => {
      const decider = newDecider();
      const asked = Array.from({ length: 60 }, async (_, index) => {
        // Some come while others are being read, judged or committed.
        for (let turn = 0; turn < index % 7; turn++) await new Promise(setImmediate);
        return decider.decide(questionOf(`app-${index}`));
      });
      expect(new Set((await Promise.all(asked)).map(({ kind }) => kind))).toEqual(new Set(["decided"]));
      await decider.settled();
      const [head] = decider.heads();
      const batches = await testDb.db
        .selectFrom("decisionBatches")
        .select(["seq", "rows", "prevHash", "hash"])
        .where("stream", "=", head?.stream ?? "")
        .orderBy("seq")
        .execute();
      expect(batches.reduce((sum, { rows }) => sum + rows, 0)).toBe(60);
      expect(batches.slice(1).map(({ prevHash }) => prevHash)).toEqual(batches.slice(0, -1).map(({ hash }) => hash));
      expect(head).toMatchObject({ seq: batches.at(-1)?.seq, hash: batches.at(-1)?.hash });
      expect(await verifyStreams(testDb.db, testDb.workspace.id)).toBeNull();
    });

    test("settled is when all that waits has been answered", async () => {
      const decider = newDecider();
      let answered = 0;
      for (let count = 0; count < 10; count++) void decider.decide(questionOf("payroll")).then(() => answered++);
      await decider.settled();
      expect(answered).toBe(10);
    });

    // SQLite commits before anybody else gets to run.
    if (name === "postgres") {
      test("while a batch is being committed, the next one begins when as many wait, and fewer go when it is answered", async () => {
        const decider = newDecider();
        const ask = (...ids: string[]) => ids.map((id) => decider.decide(questionOf(id)));
        const early = ask(slow, slow, "payroll");
        await new Promise((resolve) => setTimeout(resolve, 50));
        await Promise.all([...early, ...ask("payroll")]);
        await Promise.all(ask(slow, slow, "payroll"));
        const batches = await testDb.db
          .selectFrom("decisionBatches")
          .select("rows")
          .where("stream", "=", decider.heads()[0]?.stream ?? "")
          .orderBy("seq")
          .execute();
        expect(batches.map(({ rows }) => rows)).toEqual([2, 2, 2, 1]);
      });

      test("a batch whose commit is refused is no yes, and the one that was sent behind it begins a new stream", async () => {
        const decider = newDecider();
        const first = await decider.decide(questionOf("payroll"));
        const answers = await Promise.all([refused, "payroll"].map((id) => decider.decide(questionOf(id))));
        expect([first, ...answers].map(({ kind }) => kind)).toEqual(["decided", "failed", "decided"]);
        expect(faults.map(String)).toEqual(["error: refused"]);
        expect(decider.heads().map(({ seq }) => seq)).toEqual([1, 1]);
        expect(await verifyStreams(testDb.db, testDb.workspace.id)).toBeNull();
        const recorded = await recordedDecisions(testDb.db);
        expect(recorded.map(({ applicationId }) => applicationId)).not.toContain(refused);
      });
    }

    /** Makes a commit take its time, or fail, for the applications that say so. */
    async function actAtCommit() {
      await sql`create function act() returns trigger language plpgsql as $$ begin
        if new.decisions like ${sql.lit(`%"${slow}"%`)} then perform pg_sleep(0.2); end if;
        if new.decisions like ${sql.lit(`%"${refused}"%`)} then raise 'refused'; end if;
        return null; end $$`.execute(testDb.db);
      await sql`create constraint trigger act after insert on decision_batches deferrable initially deferred
        for each row execute function act()`.execute(testDb.db);
    }
  });
