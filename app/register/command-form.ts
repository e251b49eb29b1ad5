import { z } from "zod";
import { type CommandInput, commandSchemas } from "./command-schemas.ts";
import type { Command } from "./lifecycle.ts";
import { typedTime } from "./typed-time.ts";

const Version = z.object({ version: z.coerce.number().int() });

type Typed = Readonly<Record<string, string>>;
type Read = { ok: true; input: CommandInput } | { ok: false; errors: Record<string, string> };

/**
 * Reads the form of a command: a risk comes as four numbers named "inherent.likelihood" and so on, an end as a date and a
 * time of day by the clocks of the workspace, empty where there is none.
 */
export function commandInputOf(command: Command, typed: Typed, timeZone: string): Read {
  const parsed = Version.and(commandSchemas[command]).safeParse({ ...typed, ...readOf(command, typed, timeZone) });
  if (parsed.success) return { ok: true, input: { command, ...parsed.data } as CommandInput }; // schema by command
  return {
    ok: false,
    errors: Object.fromEntries(
      parsed.error.issues.map(({ path, message }) => [path.join("."), path.length > 1 ? "Choose a value." : message]),
    ),
  };
}

/** What a form cannot send as it is. */
function readOf(command: Command, typed: Typed, timeZone: string): Record<string, unknown> {
  switch (command) {
    case "assess":
      return {
        inherent: riskIn(typed, "inherent"),
        residual: riskIn(typed, "residual"),
        rating: typed.rating || undefined,
      };
    case "report_progress":
      return { is_done: typed.is_done === undefined ? undefined : typed.is_done === "yes" };
    default:
      return typed.ends_at === undefined ? {} : { ends_at: typedTime(typed.ends_at, timeZone) };
  }
}

function riskIn(typed: Typed, name: string) {
  return { likelihood: Number(typed[`${name}.likelihood`]), impact: Number(typed[`${name}.impact`]) };
}
