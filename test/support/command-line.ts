import { execFile } from "node:child_process";
import type { RunningServer } from "./start-server.ts";

type Result = { code: number; stdout: string; stderr: string };

/** Runs `mfa-register` on the register of a running server, as its operator would in another window. */
export function mfaRegister({ env }: Pick<RunningServer, "env">, ...args: string[]): Promise<Result> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      ["bin/mfa-register.js", ...args],
      { env: { ...process.env, ...env } },
      (fault, stdout, stderr) => resolve({ code: fault ? Number(fault.code) : 0, stdout, stderr }),
    );
  });
}

/**
 * The same with `--json`; returns what was printed.
 * @throws when the command was refused.
 */
export async function mfaRegisterJson<Answer>(server: Pick<RunningServer, "env">, ...args: string[]): Promise<Answer> {
  const { code, stdout, stderr } = await mfaRegister(server, ...args, "--json");
  if (code !== 0) throw new Error(`mfa-register ${args.join(" ")} ended with ${code}, expected 0: ${stderr}`);
  return JSON.parse(stdout) as Answer; // cast: each caller names what its command prints
}
