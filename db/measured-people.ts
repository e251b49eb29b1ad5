import { sql } from "kysely";
import type { Instant } from "#app/engine/types.ts";
import type { MeasuredPerson, StrongestMethod } from "#app/reports/measured-rows.ts";
import { type Db, entriesOf } from "./connect.ts";

/** What a person's row and factors say of when they came, and where they work. */
export type PersonDates = { createdAt: Instant; department: string | null; enrolledAt: Instant | null };

/** Returns the dates of these people. */
export async function datesOfPeople(
  db: Db,
  workspaceId: string,
  userIds: readonly string[],
): Promise<Map<string, PersonDates>> {
  const rows = await db
    .selectFrom("users")
    .select((eb) => [
      "id",
      "createdAt",
      "department",
      eb
        .selectFrom("factors")
        .select((factor) => factor.fn.min("factors.createdAt").as("enrolledAt"))
        .whereRef("factors.workspaceId", "=", "users.workspaceId")
        .whereRef("factors.userId", "=", "users.id")
        .as("enrolledAt"),
    ])
    .where("workspaceId", "=", workspaceId)
    .where("id", "in", sql<string>`${entriesOf(db, sql`${JSON.stringify(userIds)}`)}`)
    .execute();
  return new Map(rows.map(({ id, ...dates }) => [id, dates]));
}

export async function countPeopleOf(db: Db, workspaceId: string): Promise<number> {
  const { count } = await db
    .selectFrom("users")
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .where("workspaceId", "=", workspaceId)
    .executeTakeFirstOrThrow();
  return Number(count);
}

type Page = { after: string; limit: number };

/** Returns what was last kept of each person by a day, from one id on; the barred among them. */
export async function peopleAsOf(
  db: Db,
  workspaceId: string,
  { day, after, limit, ids }: Page & { day: string; ids?: readonly string[] },
): Promise<MeasuredPerson[]> {
  const rows = await db
    .selectFrom("measuredPeople as person")
    .selectAll()
    .where("workspaceId", "=", workspaceId)
    .where("userId", ">", after)
    .$if(ids !== undefined, (some) =>
      some.where("userId", "in", sql<string>`${entriesOf(db, sql`${JSON.stringify(ids)}`)}`),
    )
    .where("day", "=", (eb) =>
      eb
        .selectFrom("measuredPeople as earlier")
        .select((earlier) => earlier.fn.max("earlier.day").as("day"))
        .whereRef("earlier.workspaceId", "=", "person.workspaceId")
        .whereRef("earlier.userId", "=", "person.userId")
        .where("earlier.day", "<=", day),
    )
    .orderBy("userId")
    .limit(limit)
    .execute();
  return rows.map(
    ({ workspaceId: _, userId, day: _day, isEnabled, isPrivileged, lacksFactor, isExempt, method, ...rest }) => ({
      ...rest,
      id: userId,
      method: method as StrongestMethod | null, // cast: written from the union
      isEnabled: isEnabled === 1,
      isPrivileged: isPrivileged === 1,
      lacksFactor: lacksFactor === 1,
      isExempt: isExempt === 1,
    }),
  );
}

/** Keeps what people were at the end of a day, until the day is done. */
export async function keepPeople(
  db: Db,
  workspaceId: string,
  { day, people }: { day: string; people: readonly MeasuredPerson[] },
): Promise<void> {
  if (people.length === 0 || (await werePeopleMeasured(db, workspaceId, day))) return;
  const rows = people.map(({ id, weight: _, isEnabled, isPrivileged, lacksFactor, isExempt, ...rest }) => ({
    ...rest,
    ...{ workspaceId, userId: id, day },
    isEnabled: Number(isEnabled),
    isPrivileged: Number(isPrivileged),
    lacksFactor: Number(lacksFactor),
    isExempt: Number(isExempt),
  }));
  await db
    .insertInto("measuredPeople")
    .values(rows)
    .onConflict((conflict) => conflict.columns(["workspaceId", "userId", "day"]).doNothing())
    .execute();
}

/** Says that all people were looked at on a day: from then on it is known who had a factor. */
export async function peopleDayDone(db: Db, workspaceId: string, day: string): Promise<void> {
  await db
    .insertInto("peopleDays")
    .values({ workspaceId, day })
    .onConflict((conflict) => conflict.columns(["workspaceId", "day"]).doNothing())
    .execute();
}

export async function werePeopleMeasured(db: Db, workspaceId: string, day: string): Promise<boolean> {
  const row = await db
    .selectFrom("peopleDays")
    .select("day")
    .where("workspaceId", "=", workspaceId)
    .where("day", "=", day)
    .executeTakeFirst();
  return row !== undefined;
}

/** Returns the last day on which all people were looked at. */
export async function lastPeopleDay(db: Db, workspaceId: string): Promise<string | null> {
  const { day } = await db
    .selectFrom("peopleDays")
    .select((eb) => eb.fn.max("day").as("day"))
    .where("workspaceId", "=", workspaceId)
    .executeTakeFirstOrThrow();
  return day;
}
