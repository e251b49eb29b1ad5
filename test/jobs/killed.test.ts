import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { verifyChain } from "#app/audit/verify-chain.server.ts";
import { type Db, openDatabase } from "#db/connect.ts";
import { listFailures } from "#db/job-failures.ts";
import { jobs } from "#jobs/list.ts";
import { runJob } from "#jobs/run-job.ts";
import { jobContext } from "#test/support/job-context.ts";
import { addEnded } from "./due/add-ended.ts";
import { daysLater } from "./due/due-items.ts";
import { startDueProcess } from "./due/due-process.ts";
import { type DueRegister, dueRegisters } from "./due/due-register.ts";
import { effectsOf } from "./due/effects-of.ts";
import { keptMailer } from "./due/kept-mailer.ts";

/** How often the process is killed on each database; KILLS=200 takes a quarter of an hour. */
const kills = Number(process.env.KILLS ?? 2);
/** How many more exceptions have ended when two processes run the jobs; DUE_ITEMS=10000 is the promise. */
const dueItems = Number(process.env.DUE_ITEMS ?? 100);

const now = daysLater(8);
const everyJob = jobs.map(({ name }) => name);
const timeout = 60_000 + kills * 15_000 + dueItems * 60;

for (const [kind, open] of Object.entries(dueRegisters))
  describe(kind, () => {
    const folder = mkdtempSync(join(tmpdir(), "mfa-register-killed-"));
    const mails = join(folder, "mails");
    let register: DueRegister;
    beforeAll(async () => {
      register = await open();
    });
    afterAll(async () => {
      await register.remove();
      rmSync(folder, { recursive: true, force: true });
    });

    test("killed at any moment, the jobs lose nothing and do nothing twice", { timeout }, async () => {
      const { before, after, tookMs } = await register.copied(everyJob, undisturbed);
      for (let done = 0; done < kills; )
        await register.copied(everyJob, async (url) => {
          writeFileSync(mails, "");
          const killed = await killUntilDone(url, { most: kills - done, withinMs: tookMs });
          await expectSame(url, { before, after }, killed);
          // A process that was quicker than its killer counts, so that this ends on any machine.
          done += Math.max(killed, 1);
        });
    });

    test("two processes on one database do everything that is due once", { timeout }, async () => {
      const ended = (url: string) => inDatabase(url, (db) => addEnded(db, register.workspace.id, dueItems));
      const { before, after } = await register.copied(everyJob, async (url) => {
        await ended(url);
        return undisturbed(url);
      });
      await register.copied(everyJob, async (url) => {
        writeFileSync(mails, "");
        await ended(url);
        // Each has slots of its own, so that both take on every item.
        const nodes = ["one node", "the other"].map((slot) => startDueProcess({ ...given(url), slot }));
        expect(await Promise.all(nodes.map(({ gone }) => gone))).toEqual([true, true]);
        await expectSame(url, { before, after }, 0);
      });
    });

    const given = (url: string) => ({ url, workspaceId: register.workspace.id, now, slot: "due", mails });

    async function undisturbed(url: string) {
      const before = await inDatabase(url, (db) => effectsOf(db, register.workspace.id));
      writeFileSync(mails, "");
      const child = startDueProcess(given(url));
      await child.ready;
      const begun = performance.now();
      expect(await child.gone).toBe(true);
      const tookMs = performance.now() - begun;
      const after = await inDatabase(url, (db) => settled(db, before));
      return { before, after, tookMs };
    }

    /** Kills the process that runs the jobs, again and again, and lets it come to its end at last; returns how often it was killed. */
    async function killUntilDone(url: string, { most, withinMs }: { most: number; withinMs: number }) {
      for (let killed = 0; killed < most; killed += 1) {
        if (await runAndKill(url, Math.random() * withinMs)) return killed;
        await endLeases(url);
      }
      await runToEnd(url);
      return most;
    }

    async function runAndKill(url: string, afterMs: number): Promise<boolean> {
      const child = startDueProcess(given(url));
      await child.ready;
      await Promise.race([setTimeout(afterMs), child.gone]);
      child.kill();
      return child.gone;
    }

    async function runToEnd(url: string): Promise<void> {
      expect(await startDueProcess(given(url)).gone).toBe(true);
    }

    /** As if five minutes had gone by: whoever comes next takes over what was interrupted. */
    function endLeases(url: string) {
      return inDatabase(url, (db) =>
        db.updateTable("jobRuns").set({ leaseUntil: now }).where("finishedAt", "is", null).execute(),
      );
    }

    /** What is there once whatever was cut off on its way out has been tried again. */
    async function settled(db: Db, before: string[]): Promise<string[]> {
      const later = daysLater(8 + 1 / 8);
      const context = jobContext({ db }, keptMailer().mailer);
      for (const job of jobs.filter(({ name }) => name === "send-outbox" || name === "deliver-webhooks"))
        await runJob(job, context, { workspace: register.workspace, slot: "later", now: later });
      return (await effectsOf(db, register.workspace.id, before)).flatMap((effect) => comparable(effect) ?? []).sort();
    }

    async function expectSame(url: string, { before, after }: { before: string[]; after: string[] }, killed: number) {
      await inDatabase(url, async (db) => {
        expect(await settled(db, before)).toEqual(after);
        expect((await verifyChain(db, register.workspace.id)).firstBreak).toBeNull();
        expect(await listFailures(db, register.workspace.id)).toEqual([]);
      });
      // A mail that was on its way may leave again, under the same id; no other does.
      const sent = readFileSync(mails, "utf8").split("\n").filter(Boolean);
      expect(sent.length - new Set(sent).size).toBeLessThanOrEqual(killed);
    }
  });

/** Attempts and their times, and how far the log was verified, are of each run its own; the rest has to be the same. */
function comparable(effect: string): string | null {
  if (/^(deliveries|webhook_attempts|webhook_messages|webhook_endpoints) /.test(effect)) return null;
  if (effect.startsWith("audit_events ") && effect.includes('"audit.verified"')) return null;
  // How far the log had come by then goes by the order of the jobs, and so does what was signed of it.
  if (effect.startsWith("checkpoints ")) return effect.replace(/\["(note|size|hash)",[^\]]*\],?/g, "");
  if (effect.includes('"publish-checkpoints"')) return effect.replace(/\\"size\\":\d+|\["subjectId","\d+"\]/g, "");
  if (!effect.startsWith("outbox ")) return effect;
  // Messages that were queued at one instant stand in any order in the one that carries them.
  const words = effect
    .replace(/\["(attempts|nextAttemptAt)",[^\]]*\],?/g, "")
    .replace(/(\["sentAt",)"[^"]*"/, "$1true");
  return words.includes("digest") ? words.replace(/\["data",.*?"\]/, "") : words;
}

async function inDatabase<T>(url: string, work: (db: Db) => Promise<T>): Promise<T> {
  const { db, close } = openDatabase(url);
  try {
    return await work(db);
  } finally {
    await close();
  }
}
