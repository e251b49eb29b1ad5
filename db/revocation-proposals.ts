import { setImmediate } from "node:timers/promises";
import { sql } from "kysely";
import type { Instant } from "#app/engine/types.ts";
import type { CategoryId } from "#app/register/category.ts";
import type { Db } from "./connect.ts";

/** Why ending an exception is proposed: nobody uses it, or whom it names no longer need it. */
export type ProposalCause = "dormant" | "needless";

/** How long exceptions under some version of a category may lie idle; null for those under no version. */
export type IdleLimit = { category: CategoryId; version: number | null; idleSince: Instant };

type Due = { now: Instant; limit: number };

/** So many records take SQLite milliseconds, for which sign-ins can wait. */
const blockSize = 5_000;

/** Returns records in force that have lain idle for too long and whose end nobody has proposed since they were last used. */
export async function listDormant(
  db: Db,
  workspaceId: string,
  { limits, now, limit }: Due & { limits: readonly IdleLimit[] },
): Promise<{ id: string }[]> {
  if (limits.length === 0) return [];
  const dormant: { id: string }[] = [];
  let after = "";
  for (;;) {
    const until = await endOfBlock(db, workspaceId, after);
    const left = limit - dormant.length;
    dormant.push(...(await dormantOfBlock(db, workspaceId, { after, until, limits, now, limit: left })));
    if (until === null || dormant.length >= limit) return dormant;
    after = until;
    await setImmediate();
  }
}

/** Returns the id that ends the next block of the register; null where the rest is smaller than one. */
async function endOfBlock(db: Db, workspaceId: string, after: string): Promise<string | null> {
  const row = await db
    .selectFrom("exceptions")
    .select("id")
    .where("workspaceId", "=", workspaceId)
    .where("id", ">", after)
    .orderBy("id")
    .offset(blockSize)
    .limit(1)
    .executeTakeFirst();
  return row?.id ?? null;
}

type Block = Due & { after: string; until: string | null; limits: readonly IdleLimit[] };

function dormantOfBlock(db: Db, workspaceId: string, { after, until, limits, now, limit }: Block) {
  return (
    db
      .selectFrom("exceptions")
      .leftJoin("exceptionUsage as used", (join) =>
        join
          .onRef("used.workspaceId", "=", "exceptions.workspaceId")
          .onRef("used.exceptionId", "=", "exceptions.id")
          .on("used.facet", "=", "all"),
      )
      .select("exceptions.id")
      .where("exceptions.workspaceId", "=", workspaceId)
      .where("exceptions.id", ">", after)
      .$if(until !== null, (query) => query.where("exceptions.id", "<=", until))
      // As expressions they cannot lead SQLite to an index by state, over which it would go through all for each block.
      .where(sql<string>`exceptions.state || ''`, "=", "active")
      .where(sql<string>`exceptions.ends_at || ''`, ">", now)
      .where("exceptions.startsAt", "<=", now)
      .where((eb) =>
        eb.or(
          limits.map(({ category, version, idleSince }) =>
            eb.and([
              eb("exceptions.category", "=", category),
              version === null
                ? eb("exceptions.categoryVersion", "is", null)
                : eb("exceptions.categoryVersion", "=", version),
              eb("exceptions.startsAt", "<=", idleSince),
              eb("exceptions.activatedAt", "<=", idleSince),
              eb.or([eb("used.lastAt", "is", null), eb("used.lastAt", "<=", idleSince)]),
            ]),
          ),
        ),
      )
      .where((eb) =>
        eb.not(
          eb.exists(
            eb
              .selectFrom("revocationProposals as told")
              .select("told.since")
              .whereRef("told.workspaceId", "=", "exceptions.workspaceId")
              .whereRef("told.exceptionId", "=", "exceptions.id")
              .where("told.cause", "=", "dormant")
              .where("told.proposedAt", ">=", eb.fn.coalesce("used.lastAt", "exceptions.activatedAt")),
          ),
        ),
      )
      .orderBy("exceptions.id")
      .limit(limit)
      .execute()
  );
}

/**
 * Returns records in force that stand in for a factor and name somebody who has enrolled one lately, after the record came
 * into force; not those whose end was proposed since.
 */
export async function listEnrolled(
  db: Db,
  workspaceId: string,
  { since, now, limit }: Due & { since: Instant },
): Promise<{ id: string }[]> {
  const people = await db
    .selectFrom("factors")
    .select((eb) => ["userId", eb.fn.max("createdAt").as("enrolledAt")])
    .where("workspaceId", "=", workspaceId)
    .where("createdAt", ">=", since)
    .where("revokedAt", "is", null)
    .groupBy("userId")
    .execute();
  const enrolled = new Set<string>();
  for (let from = 0; from < people.length; from += peopleAtOnce) {
    const some = people.slice(from, from + peopleAtOnce);
    for (const id of await neededLess(db, workspaceId, some, now)) enrolled.add(id);
    await setImmediate();
  }
  return [...enrolled]
    .toSorted()
    .slice(0, limit)
    .map((id) => ({ id }));
}

const peopleAtOnce = 200;

/** From people to records, statement by statement: in one, SQLite goes through all that is in force for each of them. */
async function neededLess(
  db: Db,
  workspaceId: string,
  people: readonly { userId: string; enrolledAt: Instant }[],
  now: Instant,
): Promise<string[]> {
  const enrolledAt = new Map(people.map((person) => [`user:${person.userId}`, person.enrolledAt]));
  const named = await db
    .selectFrom("exceptionTargets")
    .select(["target", "exceptionId"])
    .where("workspaceId", "=", workspaceId)
    .where("target", "in", [...enrolledAt.keys()])
    .execute();
  if (named.length === 0) return [];
  const ids = [...new Set(named.map(({ exceptionId }) => exceptionId))];
  const inForce = await db
    .selectFrom("exceptions")
    .select((eb) => [
      "id",
      "activatedAt",
      eb
        .selectFrom("revocationProposals as told")
        .select((told) => told.fn.max("told.since").as("since"))
        .whereRef("told.workspaceId", "=", "exceptions.workspaceId")
        .whereRef("told.exceptionId", "=", "exceptions.id")
        .where("told.cause", "=", "needless")
        .as("proposedSince"),
    ])
    .where("workspaceId", "=", workspaceId)
    .where("id", "in", ids)
    .where("state", "=", "active")
    .where("effect", "in", ["waive_mfa", "defer_enrollment"])
    .where("startsAt", "<=", now)
    .where("endsAt", ">", now)
    .execute();
  const records = new Map(inForce.map((record) => [record.id, record]));
  return named.flatMap(({ target, exceptionId }) => {
    const record = records.get(exceptionId);
    const at = enrolledAt.get(target);
    if (!record?.activatedAt || at === undefined || record.activatedAt >= at) return [];
    return record.proposedSince !== null && record.proposedSince >= at ? [] : [exceptionId];
  });
}

type Proposal = { exceptionId: string; cause: ProposalCause; since: Instant };

/** Notes that an end was proposed, once for each situation; says whether it was not yet. */
export async function markProposed(tx: Db, workspaceId: string, proposal: Proposal, now: Instant): Promise<boolean> {
  const marked = await tx
    .insertInto("revocationProposals")
    .values({ workspaceId, ...proposal, proposedAt: now })
    .onConflict((conflict) => conflict.columns(["workspaceId", "exceptionId", "cause", "since"]).doNothing())
    .returning("exceptionId")
    .executeTakeFirst();
  return marked !== undefined;
}
