import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, rmSync } from "node:fs";
import { freePort } from "./free-port.ts";
import { makeFolder } from "./make-folder.ts";

export type RunningServer = {
  url: string;
  /** Where its database and its key lie. */
  dataDir: string;
  /** With these variables the command line works on the same register. */
  env: Record<string, string>;
  /** What it has printed so far. */
  printed(): string;
  /** Tells it to stop, removes its folder and returns its exit code. */
  stop(): Promise<number | null>;
};

const mostMsToStart = 60_000;

/**
 * Runs `mfa-register start`, or `demo`, as people do: as a process of its own, on a free port, with its own folder; or
 * another program on a copy of a folder that lies prepared.
 */
export async function startServer({
  command = "start",
  program,
  dataFrom,
  databaseUrl = "",
  settings = {},
}: {
  command?: "start" | "demo";
  program?: string;
  dataFrom?: string;
  databaseUrl?: string;
  /** Further variables of its environment. */
  settings?: Record<string, string>;
} = {}): Promise<RunningServer> {
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const dataDir = makeFolder("e2e");
  const own = { PORT: `${port}`, PUBLIC_URL: url, DATA_DIR: dataDir, DATABASE_URL: databaseUrl, LOG_LEVEL: "warn" };
  const env = { ...own, ...settings };
  if (dataFrom) cpSync(dataFrom, dataDir, { recursive: true });
  const child = spawn(process.execPath, program ? [program] : ["bin/mfa-register.js", command], {
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const exited = once(child, "exit");
  const remove = () => rmSync(dataDir, { recursive: true, force: true });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
  try {
    await untilReady(child, url);
  } catch (fault) {
    child.kill("SIGKILL");
    remove();
    throw new Error(`mfa-register ${program ?? command} did not come up: ${output}`, { cause: fault });
  }
  return {
    url,
    dataDir,
    env,
    printed: () => output,
    stop: async () => {
      child.kill("SIGTERM");
      await exited;
      remove();
      return child.exitCode;
    },
  };
}

async function untilReady(child: ChildProcess, url: string): Promise<void> {
  const giveUpAt = Date.now() + mostMsToStart;
  while (!(await fetch(`${url}/readyz`).catch(() => null))?.ok) {
    if (child.exitCode !== null) throw new Error(`it ended with ${child.exitCode} before it was ready`);
    if (Date.now() > giveUpAt) throw new Error(`it was not ready within ${mostMsToStart} ms`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
