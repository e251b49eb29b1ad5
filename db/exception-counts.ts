import { sql } from "kysely";
import type { Condition, ListQuery } from "#app/register/list-query.ts";
import { searchWords } from "#app/register/search-words.ts";
import type { Db } from "./connect.ts";
import { exceptionFilter, meets } from "./exception-filter.ts";
import { mostToSort, newestKeys } from "./exception-list.ts";

/** How many records a query finds; "at least" where there were more to look at than one may look at for a number. */
export type Count = { count: number; isAtLeast: boolean };

/** So many records are looked at for one number. */
const mostLookedAt = 2000;

/**
 * Counts what each of several queries finds, in one statement. Each number looks at the records of one condition, the one
 * that fits the fewest by experience, and at so many of them at most: a page has dozens of numbers, and none is worth reading a
 * whole register for. The queries share one search; null when that finds more than it would be quick to count among.
 */
export async function countEach(db: Db, workspaceId: string, queries: readonly ListQuery[]): Promise<Count[] | null> {
  const words = searchWords(queries[0]?.search ?? "");
  const found = words.length === 0 ? null : await newestKeys(db, words, { before: null, limit: mostToSort + 1 });
  if (found && found.length > mostToSort) return null;
  // The keys are handed over once, however many queries look at them.
  const withKeys = db.with("foundKeys", (cte) =>
    cte
      .selectFrom("exceptions")
      .select("exceptions.rowKey")
      .where("exceptions.rowKey", "in", found?.length ? found : [-1]),
  );
  const [first, ...rest] = queries.map((query, index) =>
    counting(index === 0 ? withKeys : db, { workspaceId, query, index, isSearched: found !== null }),
  );
  if (!first) return [];
  const rows = await rest.reduce((all, one) => all.unionAll(one), first).execute();
  const counts = new Map(rows.map(({ place, fitting, seen }) => [place, { fitting: fitting ?? 0, seen }]));
  return queries.map((_query, index) => {
    const { fitting, seen } = counts.get(index) ?? { fitting: 0, seen: 0 };
    return { count: fitting, isAtLeast: seen > mostLookedAt };
  });
}

type Counting = { workspaceId: string; query: ListQuery; index: number; isSearched: boolean };

function counting(db: Pick<Db, "selectFrom">, { workspaceId, query, index, isSearched }: Counting) {
  const lead = leadOf(query);
  return db
    .selectFrom((eb) =>
      eb
        .selectFrom("exceptions")
        .selectAll()
        .where("exceptions.workspaceId", "=", workspaceId)
        .$if(isSearched, (some) => some.where("exceptions.rowKey", "in", sql<number>`(select row_key from found_keys)`))
        .$if(query.ids !== null, (some) => some.where("exceptions.id", "in", query.ids?.length ? [...query.ids] : [""]))
        .where((record) => record.and(meets(record, workspaceId, lead)))
        .limit(mostLookedAt + 1)
        .as("exceptions"),
    )
    .select((eb) => [
      sql<number>`${sql.lit(index)}`.as("place"),
      eb.fn
        .sum<number>(
          eb
            .case()
            .when(exceptionFilter(eb, workspaceId, query, null))
            .then(1)
            .else(0)
            .end(),
        )
        .as("fitting"),
      eb.fn.countAll<number>().as("seen"),
    ]);
}

/** Returns what of a condition to look by, if it says anything of the kind. */
type Lead = (condition: Partial<Condition>) => Partial<Condition> | false | 0 | "" | null | undefined;

/** Conditions by how few records each finds in most registers; each is found by an index of its own. */
const leads: readonly Lead[] = [
  ({ named }) => named?.[0] && { named: [named[0]] },
  ({ ownerIds }) => ownerIds?.length && { ownerIds },
  ({ requestorId }) => requestorId && { requestorId },
  ({ isEmergency }) => isEmergency && { isEmergency },
  ({ ownerIsBarred }) => ownerIsBarred && { ownerIsBarred },
  ({ planDueBy }) => planDueBy && { planDueBy },
  ({ reviewBy, reviewAfter }) => reviewBy && { reviewBy, reviewAfter: reviewAfter ?? null },
  ({ withoutControls }) => withoutControls && { withoutControls },
  ({ states, endsAfter, endsBy }) =>
    states?.length && (endsAfter || endsBy) && { states, endsAfter: endsAfter ?? null, endsBy: endsBy ?? null },
  ({ ratings }) => ratings?.length && { ratings },
  ({ states }) => states?.length && !states.includes("active") && { states },
  ({ categories }) => categories?.length && { categories },
  ({ states }) => states?.length && { states },
];

function leadOf(query: ListQuery): Partial<Condition> {
  const conditions = [query, ...query.also];
  for (const lead of leads)
    for (const condition of conditions) {
      const found = lead(condition);
      if (found) return found;
    }
  return {};
}
