import { z } from "zod";
import { exceptionStates } from "#app/engine/types.ts";
import { categoryIds } from "./category.ts";
import { addDays } from "./days.ts";
import { everything, type ListQuery, sortKeys } from "./list-query.ts";
import { ratings } from "./risk.ts";
import { type View, views } from "./views.ts";

const commaList = <T extends string>(values: readonly T[]) =>
  z
    .string()
    .default("")
    .transform((text) => text.split(",").filter(Boolean))
    .pipe(z.array(z.enum(values)));

/** The query string of the register, the same on the screen and in the API. */
export const ListParams = z.object({
  q: z.string().max(200).default(""),
  view: z.enum(views).default("all"),
  state: commaList(exceptionStates),
  category: commaList(categoryIds),
  rating: commaList(ratings),
  owner: z.string().nullable().default(null),
  requestor: z.string().nullable().default(null),
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

/** Turns the query string into what the database is asked; `concerning` limits it to one person's records. */
export function listQueryOf(params: ListParams, now: string, concerning: string | null): ListQuery {
  return {
    ...everything,
    search: params.q,
    states: params.state,
    categories: params.category,
    ratings: params.rating,
    ownerId: params.owner,
    requestorId: params.requestor,
    concerning,
    sort: params.sort,
    descending: params.order === "desc",
    after: params.cursor,
    limit: params.limit,
    ...restrictionOf(params.view, now),
  };
}

function restrictionOf(view: View, now: string): Partial<ListQuery> {
  switch (view) {
    case "all":
      return {};
    case "waiting":
      return { states: ["submitted", "assessed"] };
    case "live":
      return { states: ["active"], endsFrom: now };
    case "expiring":
      return { states: ["active"], endsFrom: now, endsBefore: addDays(now, 7) };
    case "review_overdue":
      return { states: ["active"], endsFrom: now, reviewBefore: now };
    case "expired":
      return { states: ["approved", "active", "suspended"], endsBefore: now };
    case "no_controls":
      return { withoutControls: true };
    case "break_glass":
      return { categories: ["break_glass"] };
    default:
      return view satisfies never;
  }
}
