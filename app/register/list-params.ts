import { z } from "zod";
import { exceptionStates } from "#app/engine/types.ts";
import { categoryIds } from "./category.ts";
import { readColumns, withColumns } from "./columns.ts";
import { sortKeys } from "./list-query.ts";
import { ratings } from "./risk.ts";
import { duesOfPeople, marks, reviewTimes, views } from "./views.ts";

const entries = (text: string) => text.split(",").filter(Boolean);

const commaList = <T extends string>(values: readonly T[]) =>
  z
    .string()
    .default("")
    .transform(entries)
    .pipe(z.array(z.enum(values)));

const names = z.string().max(1000).default("").transform(entries);
const days = z.coerce.number().int().min(1).max(730).nullable().default(null);

/** The query string of the register, the same on the screen and in the API. */
export const ListParams = z.object({
  q: z.string().max(200).default(""),
  view: z.enum(views).default("all"),
  state: commaList(exceptionStates),
  category: commaList(categoryIds),
  rating: commaList(ratings),
  /** People by id or e-mail address; `me` is whoever asks. */
  owner: names,
  requestor: z.string().max(200).nullable().default(null),
  /** Applications by id. */
  application: names,
  /** A person, group, role or service principal in the scope, by id or e-mail address, with or without its kind. */
  in_scope: names,
  ends_within: days,
  review: z.enum(reviewTimes).nullable().default(null),
  /** In force, and not used by any sign-in for so many days. */
  unused_for: days,
  only: commaList(marks),
  awaits: commaList(duesOfPeople),
  // Newest first: sorted by their ends, a register would begin with what has long been over.
  sort: z.enum(sortKeys).default("filed"),
  order: z.enum(["asc", "desc"]).default("desc"),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z
    .string()
    .optional()
    .transform((text, context) => {
      if (text === undefined) return null;
      const cursor = readCursor(text);
      if (cursor) return cursor;
      context.addIssue({ code: "custom", message: "The cursor is not one that this register gave out." });
      return z.NEVER;
    }),
});
export type ListParams = z.output<typeof ListParams>;

const Cursor = z.object({ value: z.union([z.string(), z.number()]), id: z.string() });

function readCursor(text: string): z.output<typeof Cursor> | null {
  try {
    return Cursor.parse(JSON.parse(atob(text.replaceAll("-", "+").replaceAll("_", "/"))));
  } catch {
    return null;
  }
}

/** Packs the place after which the next page begins; opaque to callers. */
export function writeCursor(next: { value: string | number; id: string } | null): string | null {
  if (!next) return null;
  // Code points above 255 (in a title) do not fit into btoa; JSON escapes carry them.
  const json = JSON.stringify(next).replace(
    /[\u007f-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
  return btoa(json).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** What of an address says which records are meant, and in which order; the rest is about the page. */
const filterKeys = Object.keys(ListParams.shape).filter((key) => key !== "cursor" && key !== "limit");

/**
 * Returns the filters of an address and the columns it asks for, in a fixed order, for keeping them; repeated boxes become
 * one value.
 */
export function filtersOf(search: URLSearchParams): URLSearchParams {
  const kept = filterKeys.map((key) => [key, search.getAll(key).filter(Boolean).join(",")] as [string, string]);
  const filters = new URLSearchParams(kept.filter(([, value]) => value !== ""));
  return new URLSearchParams(withColumns(filters.toString(), readColumns(search.toString())));
}

/** Reads the parameters of an address; repeated boxes of a form become one comma-separated value, as the API has it. */
export function readListParams(search: URLSearchParams) {
  const known = Object.keys(ListParams.shape).map((key) => [key, search.getAll(key).filter(Boolean).join(",")]);
  return ListParams.safeParse(Object.fromEntries(known.filter(([, value]) => value !== "")));
}
