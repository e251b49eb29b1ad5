import { setImmediate } from "node:timers/promises";
import type { ExceptionState, Instant } from "#app/engine/types.ts";
import { addDays } from "#app/register/days.ts";
import { isUnratified } from "#app/register/exception.ts";
import { StoredJson } from "#app/register/exception-schemas.ts";
import type { Db } from "./connect.ts";

/** What is told to people about an end. */
export type Ending = {
  id: string;
  title: string;
  startsAt: Instant;
  endsAt: Instant;
  rating: string | null;
  ownerId: string | null;
  requestorId: string | null;
};

/** An end with whether it came because nobody ratified an emergency. */
export type RecordedEnding = Ending & { isLapse: boolean };

const told = ["id", "title", "startsAt", "endsAt", "rating", "ownerId", "requestorId"] as const;

/** The states that an end means something for: what is approved could still have come into force. */
const open: readonly ExceptionState[] = ["approved", "active", "suspended"];
const inForce: readonly ExceptionState[] = ["active", "suspended"];

/** Returns exceptions whose end has passed without being recorded, the longest past first. */
export async function listUnrecordedEnds(
  db: Db,
  workspaceId: string,
  now: Instant,
  limit: number,
): Promise<RecordedEnding[]> {
  const rows = await db
    .selectFrom("exceptions")
    .select([...told, "emergency"])
    .where("workspaceId", "=", workspaceId)
    .where("state", "in", open)
    .where("endsAt", "<=", now)
    .where("expiryRecordedAt", "is", null)
    .orderBy("endsAt")
    .limit(limit)
    .execute();
  return rows.map(({ emergency, ...ending }) => ({
    ...ending,
    isLapse: isUnratified({ emergency: StoredJson.emergency.parse(JSON.parse(emergency ?? "null")) }),
  }));
}

/** Marks an end as recorded, once; false when it was, or when the record has been decided otherwise in the meantime. */
export async function recordEnd(tx: Db, workspaceId: string, id: string, now: Instant): Promise<boolean> {
  const recorded = await tx
    .updateTable("exceptions")
    .set({ expiryRecordedAt: now })
    .where("workspaceId", "=", workspaceId)
    .where("id", "=", id)
    .where("state", "in", open)
    .where("endsAt", "<=", now)
    .where("expiryRecordedAt", "is", null)
    .returning("id")
    .executeTakeFirst();
  return recorded !== undefined;
}

/**
 * Returns exceptions that come nearer to their end than a threshold nobody was warned about yet, the nearest first.
 * Asking for "not yet warned" rather than "due today" makes up for days on which nothing ran. Whoever was warned about the
 * nearest threshold that was passed was warned about all, so only that one is looked up.
 */
export async function listUnwarned(
  db: Db,
  workspaceId: string,
  { thresholdDays, now, limit }: { thresholdDays: readonly number[]; now: Instant; limit: number },
): Promise<Ending[]> {
  const unwarned: Ending[] = [];
  let after = now;
  for (const days of thresholdDays.toSorted((one, other) => one - other)) {
    const band = { days, after, until: addDays(now, days) };
    const ofBand: Ending[] = [];
    // One state at a time, so that an index alone says what ends when and of whom nobody was warned; and a pause after each,
    // since SQLite answers at once and sign-ins wait meanwhile.
    for (const state of inForce) {
      ofBand.push(...(await unwarnedOfBand(db, workspaceId, { ...band, state, limit: limit - unwarned.length })));
      await setImmediate();
    }
    unwarned.push(...ofBand.toSorted((one, other) => (one.endsAt < other.endsAt ? -1 : 1)));
    if (unwarned.length >= limit) return unwarned.slice(0, limit);
    after = band.until;
  }
  return unwarned;
}

type Band = { state: ExceptionState; days: number; after: Instant; until: Instant; limit: number };

function unwarnedOfBand(db: Db, workspaceId: string, { state, days, after, until, limit }: Band): Promise<Ending[]> {
  return db
    .selectFrom("exceptions")
    .select(told)
    .where("workspaceId", "=", workspaceId)
    .where("state", "=", state)
    .where("endsAt", ">", after)
    .where("endsAt", "<=", until)
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom("expiryWarnings")
            .select("thresholdDays")
            .whereRef("expiryWarnings.workspaceId", "=", "exceptions.workspaceId")
            .whereRef("expiryWarnings.exceptionId", "=", "exceptions.id")
            .whereRef("expiryWarnings.endsAt", "=", "exceptions.endsAt")
            .where("expiryWarnings.thresholdDays", "=", days),
        ),
      ),
    )
    .orderBy("endsAt")
    .orderBy("id")
    .limit(limit)
    .execute();
}

/** Marks thresholds as warned about for this very end; returns those that were not marked before. */
export async function markWarned(
  tx: Db,
  workspaceId: string,
  { id, endsAt }: Pick<Ending, "id" | "endsAt">,
  { thresholdDays, now }: { thresholdDays: readonly number[]; now: Instant },
): Promise<number[]> {
  const marked = await tx
    .insertInto("expiryWarnings")
    .values(thresholdDays.map((days) => ({ workspaceId, exceptionId: id, endsAt, thresholdDays: days, warnedAt: now })))
    .onConflict((conflict) => conflict.columns(["workspaceId", "exceptionId", "endsAt", "thresholdDays"]).doNothing())
    .returning("thresholdDays")
    .execute();
  return marked.map((row) => row.thresholdDays);
}
