import { sql } from "kysely";
import { type ExceptionState, exceptionStates, type Instant } from "#app/engine/types.ts";
import { categoryIds } from "#app/register/category.ts";
import { ratings } from "#app/register/risk.ts";
import type { MeasuredRecord } from "#app/reports/measured-rows.ts";
import { type Db, entriesOf, readBy } from "./connect.ts";
import type { RecordIds } from "./records-within.ts";

/** Records that no figure can tell apart but by since when they have been in force, and since when each of them has. */
export type RecordGroup = { record: MeasuredRecord; since: number[] };

const digits = "abcdefghijklmnopqrstuvwxyzABCDEF";
const nothing = "-";
/** On which side of now a record stands in each respect: one bit each. */
const bits = { isControlled: 1, isStarted: 2, isOver: 4, endsSoon: 8, isReviewDue: 16 } as const;

type Asked = { now: Instant; soon: Instant; after: string; limit: number; ids: RecordIds };

/**
 * Adds so many records from one id on, or of these, to groups, and returns where to go on. A record comes as a few letters and the instants
 * that figures count from, all records as one text: a row for each, or a group by so many columns, takes several times as long.
 */
export async function groupRecords(
  db: Db,
  workspaceId: string,
  groups: Map<string, RecordGroup>,
  { now, soon, after, limit, ids }: Asked,
): Promise<string | null> {
  const letter = (column: string, values: readonly string[]) => {
    const cases = values.map((value, index) => sql`when ${sql.lit(value)} then ${sql.lit(digits[index] ?? nothing)}`);
    return sql`case ${sql.ref(column)} ${sql.join(cases, sql` `)} else ${sql.lit(nothing)} end`;
  };
  const bit = (condition: ReturnType<typeof sql>, value: number) =>
    sql`case when ${condition} then ${sql.lit(value)} else 0 end`;
  const flags = [
    bit(sql`control_count > 0`, bits.isControlled),
    bit(sql`starts_at <= ${now}`, bits.isStarted),
    bit(sql`ends_at <= ${now}`, bits.isOver),
    bit(sql`ends_at <= ${soon}`, bits.endsSoon),
    bit(sql`next_review_at <= ${now}`, bits.isReviewDue),
  ];
  const isUsed = sql`case when state = 'active' and exists (select 1 from exception_usage u where u.workspace_id = ${workspaceId}
      and u.exception_id = page.id and u.facet = 'all' and u.value = '') then 'u' else ${sql.lit(nothing)} end`;
  const since = sql`case when activated_at > starts_at then activated_at else starts_at end`;
  const text = sql`${letter("state", exceptionStates)} || ${letter("category", categoryIds)} || ${letter("rating", ratings)}
      || substr(${sql.lit(digits)}, 1 + ${sql.join(flags, sql` + `)}, 1) || ${isUsed}
      || case when activated_at is null then ${sql.lit(nothing)} else 'a' end
      || case when state = 'active' then ${since} else coalesce(waiting_since, '') end || ':' || extension_count`;
  const { rows } = await sql<{
    text: string | null;
    count: number;
    last: string | null;
  }>`select string_agg(${text}, ',') as text,
      count(*) as count, max(id) as last
    from (select id, state, category, rating, extension_count, starts_at, ends_at, activated_at, waiting_since, next_review_at,
        control_count from ${readBy(db, "exceptions", "exceptions_measured")}
      where workspace_id = ${workspaceId} and id > ${after} ${areAmong(db, ids)} order by id limit ${limit}) as page`.execute(
    db,
  );
  const [page] = rows;
  for (const entry of page?.text?.split(",") ?? []) add(groups, entry, { now, soon });
  return page && Number(page.count) === limit ? page.last : null;
}

/** To be handed over in pieces: they are named anew with each page. */
function areAmong(db: Db, ids: RecordIds) {
  return ids === null ? sql`` : sql`and id in ${entriesOf(db, sql`${JSON.stringify(ids)}`)}`;
}

const lettersOf = 6;
const lengthOfInstant = 24;

function add(groups: Map<string, RecordGroup>, entry: string, moments: Pick<Asked, "now" | "soon">): void {
  const colon = entry.length > lettersOf + lengthOfInstant ? lettersOf + lengthOfInstant : lettersOf;
  const key = entry.slice(0, lettersOf) + entry.slice(colon);
  let group = groups.get(key);
  if (group === undefined) {
    group = { record: recordOf(key, moments), since: [] };
    groups.set(key, group);
  }
  group.record.weight = (group.record.weight ?? 0) + 1;
  if (colon > lettersOf) group.since.push(Date.parse(entry.slice(lettersOf, colon)));
}

/** A record that stands where those of a group do. */
function recordOf(key: string, { now, soon }: Pick<Asked, "now" | "soon">): MeasuredRecord {
  const [state = "", category = "", rating = "", flag = "", used, activated] = key;
  const flags = digits.indexOf(flag);
  const [past, ahead] = ["2000-01-01T00:00:00.000Z", "9000-01-01T00:00:00.000Z"];
  const endsBeforeNow = flags & bits.isOver ? past : ahead;
  return {
    ...{ id: key, weight: 0, ownerId: null, submittedAt: null, endedAt: null, updatedAt: past, decidedAt: null },
    state: exceptionStates[digits.indexOf(state)] as ExceptionState, // cast: written with the same letters
    category: categoryIds[digits.indexOf(category)] ?? "",
    rating: ratings[digits.indexOf(rating)] ?? null,
    startsAt: flags & bits.isStarted ? now : ahead,
    endsAt: (flags & bits.isOver) === 0 && flags & bits.endsSoon ? soon : endsBeforeNow,
    activatedAt: activated === "a" ? past : null,
    waitingSince: null,
    nextReviewAt: flags & bits.isReviewDue ? past : null,
    controlCount: flags & bits.isControlled ? 1 : 0,
    extensionCount: Number(key.slice(lettersOf + 1)),
    isUsed: used === "u",
  };
}
