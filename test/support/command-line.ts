import { type CliResult, runCli } from "./run-cli.ts";
import type { RunningServer } from "./start-server.ts";

/** Runs `mfa-register` on the register of a running server, as its operator would in another window. */
export function mfaRegister({ env }: Pick<RunningServer, "env">, ...args: string[]): Promise<CliResult> {
  return runCli(args, env);
}

/**
 * The same with `--json`; returns what was printed.
 * @throws when the command was refused.
 */
export async function mfaRegisterJson<Answer>(server: Pick<RunningServer, "env">, ...args: string[]): Promise<Answer> {
  const { code, out, err } = await mfaRegister(server, ...args, "--json");
  if (code !== 0) throw new Error(`mfa-register ${args.join(" ")} ended with ${code}, expected 0: ${err}`);
  return JSON.parse(out) as Answer; // cast: each caller names what its command prints
}
