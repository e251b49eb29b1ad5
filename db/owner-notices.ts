import type { ExceptionState, Instant } from "#app/engine/types.ts";
import type { Milestone } from "#app/register/exception.ts";
import { StoredJson } from "#app/register/exception-schemas.ts";
import type { Db } from "./connect.ts";

type NoticeKind = "milestone" | "closure";

/** What is told to an owner beside the reason. */
export type Told = {
  id: string;
  title: string;
  startsAt: Instant;
  endsAt: Instant;
  rating: string | null;
  ownerId: string | null;
};

const told = ["id", "title", "startsAt", "endsAt", "rating", "ownerId"] as const;
const running: readonly ExceptionState[] = ["approved", "active", "suspended"];

/** Returns exceptions in force, from one id on, of whose exit plan a milestone has passed without being reached. */
export async function listLatePlans(
  db: Db,
  workspaceId: string,
  { now, after, limit }: { now: Instant; after: string; limit: number },
): Promise<(Told & { milestones: Milestone[] })[]> {
  const rows = await db
    .selectFrom("exceptions")
    .select([...told, "milestones"])
    .where("workspaceId", "=", workspaceId)
    .where("nextMilestoneAt", "<=", now)
    .where("state", "in", running)
    .where("endsAt", ">", now)
    .where("id", ">", after)
    .orderBy("id")
    .limit(limit)
    .execute();
  return rows.map((row) => ({ ...row, milestones: StoredJson.milestones.parse(JSON.parse(row.milestones)) }));
}

/** Returns exceptions that ended before an instant, are not closed, and of which the owner was not told, the longest past first. */
export async function listUnclosed(
  db: Db,
  workspaceId: string,
  { endedBefore, limit }: { endedBefore: Instant; limit: number },
): Promise<(Told & { endedAt: Instant })[]> {
  const untold = db
    .selectFrom("exceptions")
    .select([...told, "endedAt"])
    .where("workspaceId", "=", workspaceId)
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom("ownerNotices")
            .select("what")
            .whereRef("ownerNotices.workspaceId", "=", "exceptions.workspaceId")
            .whereRef("ownerNotices.exceptionId", "=", "exceptions.id")
            .where("ownerNotices.kind", "=", "closure"),
        ),
      ),
    )
    .orderBy("endsAt")
    .limit(limit);
  // Asked for together, SQLite would go through the whole register.
  const over = await untold.where("state", "in", running).where("endsAt", "<=", endedBefore).execute();
  const revoked = await untold.where("state", "=", "revoked").where("endedAt", "<=", endedBefore).execute();
  return [...over, ...revoked]
    .map(({ endedAt, ...row }) => ({ ...row, endedAt: endedAt ?? row.endsAt }))
    .toSorted((one, other) => (one.endsAt < other.endsAt ? -1 : 1))
    .slice(0, limit);
}

/** Marks what an owner is told of; returns what was not marked before. */
export async function markTold(
  tx: Db,
  workspaceId: string,
  { exceptionId, kind, what }: { exceptionId: string; kind: NoticeKind; what: readonly string[] },
  now: Instant,
): Promise<string[]> {
  if (what.length === 0) return [];
  const marked = await tx
    .insertInto("ownerNotices")
    .values(what.map((each) => ({ workspaceId, exceptionId, kind, what: each, toldAt: now })))
    .onConflict((conflict) => conflict.columns(["workspaceId", "exceptionId", "kind", "what"]).doNothing())
    .returning("what")
    .execute();
  return marked.map((row) => row.what);
}
