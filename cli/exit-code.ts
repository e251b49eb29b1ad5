import { CommanderError } from "commander";
import { EnvFault } from "#app/env.server.ts";
import { WrongUse } from "./wrong-use.ts";

/** Returns 0 for help that was asked for, 2 when the command or the environment is wrong, 1 for everything else. */
export function exitCodeOf(fault: unknown): 0 | 1 | 2 {
  if (fault instanceof CommanderError) return fault.exitCode === 0 ? 0 : 2;
  return fault instanceof WrongUse || fault instanceof EnvFault ? 2 : 1;
}
