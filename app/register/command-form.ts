import { z } from "zod";
import { type CommandInput, commandSchemas } from "./command-schemas.ts";
import type { Command } from "./lifecycle.ts";

const Version = z.object({ version: z.coerce.number().int() });

type Read = { ok: true; input: CommandInput } | { ok: false; errors: Record<string, string> };

/** Reads the form of a command; a risk comes as four numbers named "inherent.likelihood" and so on. */
export function commandInputOf(command: Command, typed: Record<string, string>): Read {
  const risk = (name: string) => ({
    likelihood: Number(typed[`${name}.likelihood`]),
    impact: Number(typed[`${name}.impact`]),
  });
  const values = command === "assess" ? { ...typed, inherent: risk("inherent"), residual: risk("residual") } : typed;
  const parsed = Version.and(commandSchemas[command]).safeParse(values);
  if (parsed.success) return { ok: true, input: { command, ...parsed.data } as CommandInput }; // schema by command
  return {
    ok: false,
    errors: Object.fromEntries(
      parsed.error.issues.map(({ path, message }) => [path.join("."), path.length > 1 ? "Choose a value." : message]),
    ),
  };
}
