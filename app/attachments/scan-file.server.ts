import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { Refused } from "#app/register/refused.ts";

const run = promisify(execFile);
const mostMs = 60_000;

/**
 * Has a file looked at by the command that was set up for it, which ends with 0 for a clean one. What cannot be looked
 * at is not clean.
 * @throws Refused 400 for everything else.
 */
export async function scanFile(command: string | null, path: string): Promise<void> {
  if (command === null) return;
  const [program = "", ...given] = command.split(/\s+/).filter(Boolean);
  try {
    await run(program, [...given, path], { timeout: mostMs, maxBuffer: 1024 * 1024 });
  } catch {
    throw new Refused(
      400,
      "attachment_refused",
      "The scan for malware did not find this file clean, so it was not kept. Ask your administrator if you are sure of it.",
    );
  }
}
