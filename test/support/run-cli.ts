import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

const bin = fileURLToPath(new URL("../../bin/mfa-register.js", import.meta.url));
const root = fileURLToPath(new URL("../..", import.meta.url));

export type CliResult = { code: number | null; out: string; err: string };

/** Starts the command line as a process of its own, for a test that ends it. */
export function startCli(args: string[], env: Record<string, string>): ChildProcessWithoutNullStreams {
  const { PATH, NODE_COMPILE_CACHE } = process.env;
  return spawn(process.execPath, [bin, ...args], {
    cwd: root,
    env: { PATH, NODE_COMPILE_CACHE, NODE_ENV: "production", ...env },
  });
}

/** Runs the command line as a process of its own, with nothing in its environment but what is given and what every process of the tests has. */
export function runCli(args: string[], env: Record<string, string>): Promise<CliResult> {
  return new Promise((resolve, reject) => {
    const child = startCli(args, env);
    let out = "";
    let err = "";
    child.stdout.on("data", (piece) => {
      out += piece;
    });
    child.stderr.on("data", (piece) => {
      err += piece;
    });
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, out, err }));
  });
}
