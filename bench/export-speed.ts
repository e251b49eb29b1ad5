import { spawnSync } from "node:child_process";
import { closeSync, openSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { Export } from "#app/exports/export.ts";
import { requestExport } from "#app/exports/request-export.server.ts";
import { type Db, openDatabase } from "#db/connect.ts";
import { findExport } from "#db/exports.ts";
import { findUser, replaceRoles } from "#db/users.ts";
import { answersPerSecond } from "./measure-load.ts";
import type { Register } from "./register.ts";
import { median, type Result, result } from "./result.ts";
import { residentMegabytes, type ServerChild, startExporter } from "./servers.ts";

const rounds = 3;
const connections = 32;
const seconds = 3;
/** So often decisions are measured while an export is made, if it takes that long. */
const ratesMeanwhile = 4;
/** Seldom enough to leave the machine to what is measured. */
const lookEveryMs = 100;
const auditor = "usr_2";

type Made = { seconds: number; megabytes: number };

/** Exports the whole register to CSV, in turns with SQLite's own command line, and then beside sign-ins. */
export async function exportSpeed(register: Register, rows: number): Promise<Result[]> {
  const database = openDatabase(register.url);
  const { db } = database;
  await replaceRoles(db, register.workspaceId, auditor, ["auditor"], new Date().toISOString());
  const server = await startExporter(register);
  try {
    const made: Made[] = [];
    const bare: (number | null)[] = [];
    for (let round = 0; round < rounds; round += 1) {
      bare.push(secondsOfSqlite(register));
      made.push(await secondsOfExport(db, register, server, rows));
    }
    const known = bare.filter((each) => each !== null);
    const ours = rows / median(made.map((each) => each.seconds));
    const size = `register to CSV, ${rows.toLocaleString("en")} rows, SQLite`;
    return [
      known.length > 0
        ? result(`${size}, against sqlite3 -csv`, "rows/s", ours, "ratio >= 0.35", rows / median(known))
        : result(`${size}; there is no sqlite3 here to compare it with`, "rows/s", ours, ""),
      result(
        "resident meanwhile, without the screens",
        "MB",
        Math.max(...made.map(({ megabytes }) => megabytes)),
        "< 250",
      ),
      await decisionsMeanwhile(db, register, server),
    ];
  } finally {
    await server.stop();
    await database.close();
  }
}

/** Returns how long the command line takes for the same table; null where there is none. */
function secondsOfSqlite({ url, folder }: Register): number | null {
  const file = join(folder, "bare.csv");
  const out = openSync(file, "w");
  try {
    const started = performance.now();
    const path = url.slice("sqlite:".length);
    const { error, status } = spawnSync("sqlite3", ["-readonly", "-csv", path, "select * from exceptions"], {
      stdio: ["ignore", out, "inherit"],
    });
    if (error) return null;
    if (status !== 0) throw new Error(`sqlite3 ended with ${status}, expected 0`);
    return (performance.now() - started) / 1000;
  } finally {
    closeSync(out);
    rmSync(file);
  }
}

/** @throws when not every row was exported. */
async function secondsOfExport(db: Db, register: Register, server: ServerChild, rows: number): Promise<Made> {
  const id = await ask(db, register);
  await reached(db, register, id, ({ state }) => state !== "queued");
  const started = performance.now();
  let megabytes = 0;
  const ended = await reached(db, register, id, isEnded, async () => {
    megabytes = Math.max(megabytes, await residentMegabytes(server));
  });
  const took = (performance.now() - started) / 1000;
  if (ended.rowCount !== rows)
    throw new Error(`the export ended with ${ended.state}, ${ended.fault}, ${ended.rowCount} rows, expected ${rows}`);
  return { seconds: took, megabytes };
}

async function decisionsMeanwhile(db: Db, register: Register, { ready }: ServerChild): Promise<Result> {
  const { requestsFile } = register;
  const rate = () => answersPerSecond({ port: ready.port, requestsFile, connections, seconds });
  await rate();
  const quiet = [await rate(), await rate(), await rate()];
  const id = await ask(db, register);
  await reached(db, register, id, ({ state }) => state !== "queued");
  const meanwhile: number[] = [];
  while (meanwhile.length < ratesMeanwhile && !isEnded(await stateOf(db, register, id))) meanwhile.push(await rate());
  // It ended during the last one.
  if (meanwhile.length > 1 && isEnded(await stateOf(db, register, id))) meanwhile.pop();
  return result("decisions meanwhile, against none", "answers/s", median(meanwhile), "ratio >= 0.7", median(quiet));
}

async function ask(db: Db, { workspaceId }: Register): Promise<string> {
  const user = await findUser(db, workspaceId, auditor);
  if (!user) throw new Error(`${auditor} is not there, expected the people of the register`);
  return requestExport(db, {
    ...{ workspaceId, kind: "register", format: "csv", query: "", asOf: null, now: new Date().toISOString() },
    by: { user, roles: ["auditor"], auditActor: { kind: "user", id: auditor } },
  });
}

const isEnded = ({ state }: Export) => state !== "queued" && state !== "running";

async function stateOf(db: Db, { workspaceId }: Register, id: string): Promise<Export> {
  const found = await findExport(db, workspaceId, id);
  if (!found) throw new Error(`the export ${id} is gone, expected it to be made`);
  return found;
}

/** Waits until an export is as it should be, and does something else each time that it looks. */
async function reached(
  db: Db,
  register: Register,
  id: string,
  isReached: (made: Export) => boolean,
  meanwhile: () => Promise<void> = async () => undefined,
): Promise<Export> {
  for (;;) {
    const found = await stateOf(db, register, id);
    if (isReached(found)) return found;
    await meanwhile();
    await pause(lookEveryMs);
  }
}
