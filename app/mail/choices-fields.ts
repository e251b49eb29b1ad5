import type { Choices } from "./choices.ts";

/** Returns the flat fields of a form in which these choices stand. */
export function fieldsOf({ modes, quiet, digestHour, timeZone }: Choices): Record<string, string> {
  const hours = typeof quiet === "object" ? { quiet: "own", quietFrom: quiet.from, quietTo: quiet.to } : {};
  return {
    ...Object.fromEntries(Object.entries(modes).map(([topic, mode]) => [`modes.${topic}`, mode])),
    quiet: typeof quiet === "string" ? quiet : "",
    ...hours,
    digestHour: digestHour === undefined ? "" : String(digestHour),
    timeZone: timeZone ?? "",
  };
}
