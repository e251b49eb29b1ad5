import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { verifyChain } from "#app/audit/verify-chain.server.ts";
import { type Db, openDatabase } from "#db/connect.ts";
import { listFailures } from "#db/job-failures.ts";
import type { Job } from "#jobs/job.ts";
import { jobs } from "#jobs/list.ts";
import { runJob } from "#jobs/run-job.ts";
import { jobContext } from "#test/support/job-context.ts";
import { Died, openMortal } from "#test/support/mortal-database.ts";
import { daysLater, dueItems } from "./due/due-items.ts";
import { type DueRegister, dueRegisters } from "./due/due-register.ts";
import { effectsOf, handedOver } from "./due/effects-of.ts";
import { keptMailer } from "./due/kept-mailer.ts";

/** At so many places, or at all where there are fewer, each job dies on each database; DEATHS=200 takes minutes. */
const deaths = Number(process.env.DEATHS ?? 5);

/** Returns so many different places in rising order: others for every number of them, and the same each time. */
function someOf(places: number, count: number): number[] {
  const all = Array.from({ length: places }, (_, index) => index + 1);
  const random = randomFrom(places);
  return all
    .map((place) => ({ place, key: random() }))
    .sort((one, other) => one.key - other.key)
    .slice(0, count)
    .map(({ place }) => place)
    .sort((one, other) => one - other);
}

/** A generator that a seed repeats (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** So much later whatever did not get through has been tried again. */
const hoursToTryAgain = 3;

test("every job has something due in the register in which they are killed", () => {
  const missing = jobs.filter(({ name }) => dueItems[name] === undefined).map(({ name }) => name);
  expect(missing, "add an entry for each of them to test/jobs/due/due-items.ts").toEqual([]);
});

for (const [kind, open] of Object.entries(dueRegisters))
  describe(kind, () => {
    let register: DueRegister;
    beforeAll(async () => {
      register = await open();
    });
    afterAll(() => register.remove());

    test.for(jobs.filter(({ name }) => dueItems[name]))(
      "$name loses nothing and does nothing twice, at whatever statement it dies",
      { timeout: 120_000 },
      async (job) => {
        const { before, after, places } = await register.copied([job.name], (url) => undisturbed(job, url));
        expect(after, `nothing is due for ${job.name}: see its entry in test/jobs/due/due-items.ts`).not.toEqual(
          before,
        );
        // From place to place, each run goes on where the one before it died; one that lives to its end has done it all.
        const toDieAt = someOf(places, deaths);
        while (toDieAt.length > 0)
          await register.copied([job.name], async (url) => {
            let hasLived = false;
            while (toDieAt.length > 0 && !hasLived) hasLived = await run(job, url, toDieAt.shift());
            if (!hasLived) await run(job, url);
            await expectSame(job, url, { before, after });
          });
      },
    );

    async function undisturbed(job: Job, url: string) {
      const database = openMortal(url);
      const before = await effects(job, database.db);
      const passed = database.passed();
      await runIn(database.db, job);
      const places = database.passed() - passed;
      if (dueItems[job.name]?.handsOver) await runIn(database.db, job, hoursToTryAgain);
      const after = await effects(job, database.db, before);
      expect(await listFailures(database.db, register.workspace.id)).toEqual([]);
      await database.close();
      return { before, after, places };
    }

    /** Runs a job, which dies at a place unless it comes to its end first. */
    async function run(job: Job, url: string, diesAt?: number): Promise<boolean> {
      const database = openMortal(url, diesAt);
      try {
        await runIn(database.db, job);
        return true;
      } catch (fault) {
        if (!(fault instanceof Died)) throw fault;
        return false;
      } finally {
        await database.close();
      }
    }

    let runs = 0;
    async function runIn(db: Db, job: Job, hours = 0): Promise<void> {
      runs += 1;
      const now = daysLater((dueItems[job.name]?.afterDays ?? 0) + hours / 24);
      await runJob(job, jobContext({ db }, keptMailer().mailer), {
        workspace: register.workspace,
        slot: `run ${runs}`,
        now,
      });
    }

    function effects({ name }: Job, db: Db, before?: string[]): Promise<string[]> {
      const { id } = register.workspace;
      return dueItems[name]?.handsOver ? handedOver(db, id) : effectsOf(db, id, before);
    }

    type Expected = { before: string[]; after: string[] };
    async function expectSame(job: Job, url: string, { before, after }: Expected): Promise<void> {
      const { db, close } = openDatabase(url);
      try {
        if (dueItems[job.name]?.handsOver) await runIn(db, job, hoursToTryAgain);
        if (dueItems[job.name]?.repeats === undefined) expect(await effects(job, db, before)).toEqual(after);
        expect(await listFailures(db, register.workspace.id)).toEqual([]);
        expect((await verifyChain(db, register.workspace.id)).firstBreak).toBeNull();
      } finally {
        await close();
      }
    }
  });
