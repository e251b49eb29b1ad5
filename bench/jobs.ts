import { join } from "node:path";
import { openDatabase } from "#db/connect.ts";
import { freePort } from "#test/support/free-port.ts";
import { startChild } from "./child.ts";
import type { JobTime } from "./jobs-server.ts";
import { answersPerSecond } from "./measure-load.ts";
import { type Register, sqliteRegister } from "./register.ts";
import { median, type Result, result } from "./result.ts";
import { seedDue } from "./seed-due.ts";
import { originOf, type ServerChild } from "./servers.ts";

const exceptions = 100_000;
const connections = 32;
const seconds = 3;

/** How long a day's work of every job takes in a large register while sign-ins are decided, and what is left for those. */
export async function jobs(): Promise<Result[]> {
  const register = await sqliteRegister(exceptions);
  try {
    const database = openDatabase(register.url);
    await seedDue(database.db, register.workspaceId, new Date().toISOString());
    await database.close();
    const server = await startJobsServer(register);
    try {
      return await measure(server, register);
    } finally {
      await server.stop();
    }
  } finally {
    await register.remove();
  }
}

async function startJobsServer({ url, folder }: Register): Promise<ServerChild> {
  const port = await freePort();
  const files = { DATABASE_URL: url, DATA_DIR: folder, SECRET_KEY_FILE: join(folder, "secret.key") };
  const env = { PUBLIC_URL: originOf(port), PORT: `${port}`, LOG_LEVEL: "error", ...files };
  return startChild(new URL("./jobs-server.ts", import.meta.url), { env });
}

async function measure({ ready, process: child }: ServerChild, { requestsFile }: Register): Promise<Result[]> {
  const rate = () => answersPerSecond({ port: ready.port, requestsFile, connections, seconds });
  await rate();
  const quiet = [await rate(), await rate(), await rate()];
  const meanwhile: number[] = [];
  let times: JobTime[] | null = null;
  const started = performance.now();
  let took = 0;
  child.once("message", (message) => {
    times = message as JobTime[]; // cast: the two files agree on it
    took = performance.now() - started;
  });
  child.send("run");
  while (times === null) meanwhile.push(await rate());
  // The jobs ended during the last one.
  if (meanwhile.length > 1) meanwhile.pop();
  const size = `${exceptions.toLocaleString("en")} live exceptions`;
  return [
    result(`a day of all jobs, ${size}`, "s", took / 1000, "< 60"),
    result("decisions meanwhile, against none", "answers/s", median(meanwhile), "ratio >= 0.7", median(quiet)),
    ...slowest(times),
  ];
}

/** Which jobs take the time. */
function slowest(times: readonly JobTime[]): Result[] {
  return times
    .toSorted((one, other) => other.milliseconds - one.milliseconds)
    .slice(0, 5)
    .map(({ name, milliseconds, outcome, report }) =>
      result(`${name}: ${outcome}, ${JSON.stringify(report)}`, "s", milliseconds / 1000, ""),
    );
}
