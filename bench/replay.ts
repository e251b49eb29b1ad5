import { runNextReplay } from "#app/replays/run-replay.server.ts";
import { type Db, openDatabase } from "#db/connect.ts";
import { currentPolicy } from "#db/policies.ts";
import { findReplay, insertReplay } from "#db/replays.ts";
import { measureInTurns } from "./measure-load.ts";
import { type Register, sqliteRegister } from "./register.ts";
import { type Result, result } from "./result.ts";
import { seedDecisions } from "./seed-decisions.ts";
import { startProduct } from "./servers.ts";

const decisions = 1_000_000;
const people = 100_000;
/** Enough to have one running for as long as the load is measured. */
const queued = 30;

/** How long a million decisions take to be judged anew, and what that costs those who are decided about meanwhile. */
export async function replay(): Promise<Result[]> {
  const register = await sqliteRegister(people);
  const at = new Date().toISOString();
  try {
    const database = openDatabase(register.url);
    await seedDecisions(database.db, register, { decisions, people, at });
    const seconds = await secondsOfReplay(database.db, register, at);
    for (let count = 0; count < queued; count += 1) await queue(database.db, register, `rpl_meanwhile_${count}`, at);
    await database.close();
    return [
      result(`replay of ${decisions.toLocaleString("en")} decisions, SQLite`, "s", seconds, "< 60"),
      await decisionsMeanwhile(register),
    ];
  } finally {
    await register.remove();
  }
}

/** Queues a replay under a policy that asks everybody for what few have, and spares nobody. */
async function queue(db: Db, { workspaceId }: Register, id: string, at: string): Promise<void> {
  const inForce = await currentPolicy(db, workspaceId);
  const floor = { id: "everything", target: { kind: "application", id: "payroll" }, dial: "required" } as const;
  const policy = {
    ...inForce,
    version: inForce.version + 1,
    factorSet: "phishing_resistant" as const,
    floors: [floor],
  };
  await insertReplay(db, {
    ...{ workspaceId, id, policyDraftId: null, exceptionId: null, days: 1, trial: { policy, exemption: null } },
    ...{ fromAt: at, toAt: new Date(Date.parse(at) + 1).toISOString(), startedBy: "usr_1", createdAt: at },
  });
}

/** @throws when the replay did not find what is there: everybody would have had to enrol. */
async function secondsOfReplay(db: Db, register: Register, at: string): Promise<number> {
  const { url: databaseUrl, workspaceId } = register;
  const now = () => new Date().toISOString();
  await queue(db, register, "rpl_timed", at);
  const started = performance.now();
  await runNextReplay({ db, databaseUrl, now, signal: new AbortController().signal });
  const seconds = (performance.now() - started) / 1000;
  const { fault, counts } = (await findReplay(db, workspaceId, "rpl_timed")) ?? {};
  if (counts?.enrolled.decisions !== decisions)
    throw new Error(`the replay ended with ${JSON.stringify({ fault, counts })}, expected ${decisions} to enrol`);
  return seconds;
}

/**
 * Decisions of a server that replays all the while, against one beside it that does not. The machine is as busy for
 * both, so the ratio says what replaying costs the thread and the database that decide.
 */
async function decisionsMeanwhile(register: Register): Promise<Result> {
  const idle = await sqliteRegister(people);
  const [ours, baseline] = await Promise.all([startProduct(register), startProduct(idle)]);
  try {
    const rates = await measureInTurns(
      { port: ours.ready.port, requestsFile: register.requestsFile },
      { port: baseline.ready.port, requestsFile: idle.requestsFile },
    );
    return result("decisions while a replay runs", "answers/s", rates.ours, "ratio >= 0.8", rates.baseline);
  } finally {
    await Promise.all([ours.stop(), baseline.stop()]);
    await idle.remove();
  }
}
