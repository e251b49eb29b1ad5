import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, rmSync } from "node:fs";
import { chmod, chown, mkdir, mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { freePort } from "./free-port.ts";
import { makeFolder } from "./make-folder.ts";
import { postgresBinaries, runAs } from "./postgres-binaries.ts";

export type RunningPostgres = { url: string; stop(): Promise<void> };

type Program = ChildProcessByStdio<null, null, Readable>;

/**
 * Starts a PostgreSQL of its own in a temporary folder, on 127.0.0.1 and a free port, and removes all of it on `stop()`.
 * Unless it is to be `durable` (for measurements), commits are not synced to the disk.
 */
export async function startPostgres({ durable = false } = {}): Promise<RunningPostgres> {
  const folder = await mkdtemp(join(tmpdir(), "mfa-register-postgres-"));
  // Programs may not be run from everywhere, data can lie anywhere.
  const dataFolder = durable ? folder : makeFolder("postgres-data");
  let server: Program | undefined;
  const abandon = () => {
    server?.kill("SIGQUIT");
    // The server deletes files as well while it ends, and rmSync takes one that is gone for its own end.
    for (const each of [dataFolder, folder]) while (existsSync(each)) rmSync(each, { recursive: true, force: true });
  };
  process.once("exit", abandon);
  exitWhenInterrupted();

  const programs = await postgresBinaries(folder);
  const data = await createCluster(programs, { folder, dataFolder });
  const port = await freePort();
  const socket = durable || isTooLong(data) ? "" : data;
  const given = [...settings({ durable }), "-c", `unix_socket_directories=${socket}`];
  server = start(join(programs, "postgres"), ["-D", data, "-p", `${port}`, ...given]);
  const ended = once(server, "exit");
  await untilReady(server);
  return {
    url: urlOf(port, socket),
    stop: async () => {
      server?.kill("SIGINT");
      await ended;
      process.off("exit", abandon);
      abandon();
    },
  };
}

/** A socket's path may have a hundred characters or so, and Windows has none. */
function isTooLong(folder: string): boolean {
  return process.platform === "win32" || folder.length > 80;
}

/** Through a socket of the file system, where there is one: a statement there and back takes a third less work than over TCP. */
function urlOf(port: number, socket: string): string {
  const url = `postgres://postgres:postgres@127.0.0.1:${port}/postgres`;
  return socket === "" ? url : `${url}?host=${encodeURIComponent(socket)}`;
}

type Folders = { folder: string; dataFolder: string };

async function createCluster(programs: string, { folder, dataFolder }: Folders): Promise<string> {
  const data = join(dataFolder, "data");
  const password = join(folder, "password");
  await mkdir(data);
  await writeFile(password, "postgres");
  if (runAs) {
    for (const each of [folder, dataFolder]) await chmod(each, 0o711);
    await chown(data, runAs.uid, runAs.gid);
  }
  const options = [
    "--username=postgres",
    `--pwfile=${password}`,
    "--auth=scram-sha-256",
    "--encoding=UTF8",
    "--no-locale",
    // The password only keeps others on this machine out, and each of thousands of connections computes it anew.
    "--set=scram_iterations=1",
  ];
  const initdb = start(join(programs, "initdb"), [`--pgdata=${data}`, "--no-sync", ...options]);
  const [[code], complaint] = await Promise.all([once(initdb, "exit"), text(initdb.stderr)]);
  if (code !== 0) throw new Error(`initdb ended with ${code}, expected 0: ${complaint}`);
  return data;
}

/** What is written need not outlive the server, nor take much room. */
const forgetful = [
  "fsync=off",
  "synchronous_commit=off",
  "full_page_writes=off",
  "wal_level=minimal",
  "max_wal_senders=0",
  "max_wal_size=128MB",
];

function settings({ durable }: { durable: boolean }): string[] {
  const given = ["listen_addresses=127.0.0.1", "max_connections=200"];
  if (!durable) given.push(...forgetful);
  return given.flatMap((setting) => ["-c", setting]);
}

function start(program: string, args: string[]): Program {
  const env = { ...process.env, LC_ALL: "C" };
  return spawn(program, args, { ...runAs, cwd: "/", env, stdio: ["ignore", "ignore", "pipe"] });
}

async function untilReady(server: Program): Promise<void> {
  let log = "";
  await new Promise<void>((resolve, reject) => {
    server.once("exit", (code) => reject(new Error(`PostgreSQL ended with ${code} before it was ready: ${log}`)));
    server.stderr.setEncoding("utf8").on("data", (chunk: string) => {
      log = (log + chunk).slice(-10_000);
      if (log.includes("ready to accept connections")) resolve();
    });
  });
}

/** Without a listener a signal ends Node before its exit listeners run, and the server would stay behind. */
function exitWhenInterrupted(): void {
  for (const [signal, number] of [
    ["SIGINT", 2],
    ["SIGTERM", 15],
  ] as const) {
    if (process.listenerCount(signal) === 0) process.once(signal, () => process.exit(128 + number));
  }
}
