import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

const bin = fileURLToPath(new URL("../../bin/mfa-register.js", import.meta.url));
const root = fileURLToPath(new URL("../..", import.meta.url));

export type CliResult = { code: number | null; out: string; err: string };

/** Runs the command line as a process of its own, with nothing in its environment but what is given and what every process of the tests has. */
export function runCli(args: string[], env: Record<string, string>): Promise<CliResult> {
  const { PATH, NODE_COMPILE_CACHE } = process.env;
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [bin, ...args], {
      cwd: root,
      env: { PATH, NODE_COMPILE_CACHE, NODE_ENV: "production", ...env },
    });
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
