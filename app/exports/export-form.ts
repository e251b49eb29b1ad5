import { z } from "zod";
import type { Instant } from "#app/engine/types.ts";
import { type Column, readColumns, withColumns } from "#app/register/columns.ts";
import { addDays } from "#app/register/days.ts";
import { instantOf } from "#app/register/wall-clock.ts";
import { type ExportFormat, type ExportKind, exportFormats, exportKinds } from "./export-kinds.ts";

/** What a person sends to ask for an export; dates and times are those of the workspace's clocks. */
export const ExportForm = z.object({
  kind: z.enum(exportKinds),
  format: z.enum(exportFormats, "Choose a format."),
  /** The filters of the screen that it was asked for on. */
  query: z.string().max(8000).default(""),
  scope: z.enum(["filter", "all"]).default("filter"),
  /** Of the register: every field of a record, or the columns that the list shows. */
  columns: z.enum(["all", "shown"]).catch("all"),
  as_of: z.string().max(40).default(""),
  from: z.string().max(40).default(""),
  to: z.string().max(40).default(""),
});
export type ExportForm = z.output<typeof ExportForm>;

type Wanted = {
  kind: ExportKind;
  format: ExportFormat;
  query: string;
  asOf: Instant | null;
  params: Record<string, string>;
};

/** Returns what a form asks for; a date or time that is none stays as it is, to be refused. */
export function wantedOf(
  { kind, format, query, scope, columns, as_of, from, to }: ExportForm,
  { timeZone, shown, now }: { timeZone: string; shown: readonly Column[]; now: Instant },
): Wanted {
  const chosen = kind === "register" && columns === "shown" ? shown : null;
  return {
    ...{ kind, format, query: withColumns(scope === "all" ? "" : query, chosen) },
    asOf: as_of === "" ? null : instantOf(as_of, timeZone),
    params: from === "" && to === "" ? {} : periodOf({ from, to }, { timeZone, now }),
  };
}

/** From the midnight at which the first day begins to the one at which the last day ends, or to now where it has not. */
function periodOf(
  { from, to }: { from: string; to: string },
  { timeZone, now }: { timeZone: string; now: Instant },
): Record<string, string> {
  const isDay = /^\d{4}-\d\d-\d\d$/.test(to);
  const end = isDay ? instantOf(`${addDays(`${to}T00:00:00.000Z`, 1).slice(0, 10)}T00:00`, timeZone) : to;
  return { from: instantOf(`${from}T00:00`, timeZone), to: isDay && end > now && to <= now.slice(0, 10) ? now : end };
}

const names = ["kind", "format", "query", "scope", "columns", "as_of", "from", "to"] as const;
export type TypedExport = Record<(typeof names)[number], string>;

/** Returns what was typed, or what a link filled in, to be shown again; what is left out has no entry of its own. */
export function typedExport(form: FormData | URLSearchParams): TypedExport {
  const given = (name: string) => String(form.get(name) ?? "");
  const typed = Object.fromEntries(names.map((name) => [name, given(name)])) as TypedExport; // cast: one entry for each name
  const scope = typed.scope || (typed.query === "" ? "all" : "filter");
  return { ...typed, scope, columns: typed.columns || (readColumns(typed.query) ? "shown" : "all") };
}
