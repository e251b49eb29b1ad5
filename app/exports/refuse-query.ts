import type { z } from "zod";
import { TrailParams } from "#app/audit/trail-params.ts";
import { unknownColumn } from "#app/register/columns.ts";
import { ListParams, readListParams } from "#app/register/list-params.ts";
import { Refused } from "#app/register/refused.ts";
import { SignInParams } from "#app/signins/sign-in-query.ts";
import { EventQuery } from "./event-query.ts";
import { type ExportKind, exportKindFacts } from "./export-kinds.ts";
import { readSelection } from "./selection.ts";

/** Where a filter was not understood: which one, or null where it is not known more closely. */
type Fault = { name: string | null };

/** What each kind can be filtered by; the rest is taken as a whole. */
const filters: Partial<Record<ExportKind, z.ZodObject>> = {
  audit: TrailParams,
  decisions: SignInParams,
  reviews: EventQuery.omit({ key: true }),
  break_glass: EventQuery.pick({ from: true, to: true }),
  kpis: EventQuery.omit({ exception: true }),
};

/**
 * Refuses filters that are not understood as a whole: what is passed over would make another file than was asked for, and
 * nobody would see it in the file.
 * @throws Refused 400 `invalid_query`.
 */
export function refuseQuery(kind: ExportKind, query: string): void {
  const search = new URLSearchParams(query);
  const fault = kind === "register" ? faultOfList(query, search) : faultOf(filters[kind], search);
  if (fault === null) return;
  const what = fault.name === null ? "The filters are not understood" : `“${fault.name}” is not understood here`;
  throw new Refused(
    400,
    "invalid_query",
    `${what}: this does not say which rows of “${exportKindFacts[kind].label}”.`,
    {
      field: "query",
    },
  );
}

function faultOfList(query: string, search: URLSearchParams): Fault | null {
  if (unknownColumn(query) !== null) return { name: "columns" };
  if (readSelection(query) !== null) return unknownName(["ids", "columns"], search);
  return unknownName([...Object.keys(ListParams.shape), "columns"], search) ?? issueOf(readListParams(search));
}

function faultOf(schema: z.ZodObject | undefined, search: URLSearchParams): Fault | null {
  if (schema === undefined) return unknownName([], search);
  return unknownName(Object.keys(schema.shape), search) ?? issueOf(schema.safeParse(Object.fromEntries(search)));
}

function unknownName(known: readonly string[], search: URLSearchParams): Fault | null {
  const name = [...search.keys()].find((key) => !known.includes(key));
  return name === undefined ? null : { name };
}

function issueOf(read: z.ZodSafeParseResult<unknown>): Fault | null {
  if (read.success) return null;
  const [name] = read.error.issues[0]?.path ?? [];
  return { name: name === undefined ? null : String(name) };
}
