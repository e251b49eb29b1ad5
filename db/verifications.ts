import type { ChainProgress, Verdict } from "#app/audit/verdict.ts";
import type { VerificationState } from "#app/audit/verification-states.ts";
import type { Instant } from "#app/engine/types.ts";
import type { Db } from "./connect.ts";

/** A walk along the audit log that somebody has asked for. */
export type Verification = {
  workspaceId: string;
  id: string;
  state: VerificationState;
  /** The row up to which they want to know; null for the whole log and the streams of decisions. */
  upTo: number | null;
  startedBy: string;
  createdAt: Instant;
  finishedAt: Instant | null;
  /** How many rows have been walked over, of how many; null until they have been counted. */
  done: number;
  total: number | null;
  verdict: Verdict | null;
  fault: string | null;
};

const shown = [
  "workspaceId",
  "id",
  "state",
  "upTo",
  "startedBy",
  "createdAt",
  "finishedAt",
  "done",
  "total",
  "found",
  "fault",
] as const;

type Row = Omit<Verification, "state" | "verdict"> & { state: string; found: string | null };

function verificationOf({ state, found, ...row }: Row): Verification {
  // casts: written only from the union, and from a verdict
  return {
    ...row,
    state: state as VerificationState,
    verdict: found === null ? null : (JSON.parse(found) as Verdict),
  };
}

type NewVerification = Pick<Verification, "workspaceId" | "id" | "upTo" | "startedBy" | "createdAt">;

/** Puts a walk into the queue; false where the workspace has one that is open. */
export async function insertVerification(tx: Db, verification: NewVerification): Promise<boolean> {
  const inserted = await tx
    .insertInto("verifications")
    .values({ ...verification, state: "queued", seenAt: verification.createdAt, done: 0 })
    .onConflict((conflict) => conflict.doNothing())
    .returning("id")
    .executeTakeFirst();
  return inserted !== undefined;
}

/** Returns the walk of a workspace that waits or runs. */
export async function openVerification(db: Db, workspaceId: string): Promise<Verification | undefined> {
  const row = await db
    .selectFrom("verifications")
    .select(shown)
    .where("workspaceId", "=", workspaceId)
    .where("state", "in", ["queued", "running"])
    .executeTakeFirst();
  return row && verificationOf(row);
}

export async function findVerification(db: Db, workspaceId: string, id: string): Promise<Verification | undefined> {
  const row = await db
    .selectFrom("verifications")
    .select(shown)
    .where("workspaceId", "=", workspaceId)
    .where("id", "=", id)
    .executeTakeFirst();
  return row && verificationOf(row);
}

/** Returns the last walks that somebody asked for, newest first. */
export async function listVerifications(
  db: Db,
  workspaceId: string,
  { limit }: { limit: number },
): Promise<Verification[]> {
  const rows = await db
    .selectFrom("verifications")
    .select(shown)
    .where("workspaceId", "=", workspaceId)
    .orderBy("createdAt", "desc")
    .orderBy("id", "desc")
    .limit(limit)
    .execute();
  return rows.map(verificationOf);
}

/** Takes a walk that waits, in any workspace; of several that try, one gets it. */
export async function claimVerification(db: Db, now: Instant): Promise<Verification | undefined> {
  const next = await db
    .selectFrom("verifications")
    .select(["workspaceId", "id"])
    .where("state", "=", "queued")
    .orderBy("createdAt")
    .limit(1)
    .executeTakeFirst();
  if (!next) return undefined;
  const row = await db
    .updateTable("verifications")
    .set({ state: "running", seenAt: now })
    .where("workspaceId", "=", next.workspaceId)
    .where("id", "=", next.id)
    .where("state", "=", "queued")
    .returning(shown)
    .executeTakeFirst();
  return row && verificationOf(row);
}

type Key = Pick<Verification, "workspaceId" | "id">;

/** Notes how far a walk has come, and that somebody is on it. */
export async function noteVerified(
  db: Db,
  { workspaceId, id }: Key,
  { done, total }: { done: ChainProgress["done"]; total: ChainProgress["total"] | null },
  now: Instant,
): Promise<void> {
  await db
    .updateTable("verifications")
    .set({ done, total, seenAt: now })
    .where("workspaceId", "=", workspaceId)
    .where("id", "=", id)
    .where("state", "=", "running")
    .execute();
}

type Ending = { verdict: Verdict; fault: null } | { verdict: null; fault: string };

/** Ends a walk that runs, once; false when it had ended. */
export async function endVerification(
  tx: Db,
  { workspaceId, id }: Key,
  { verdict, fault }: Ending,
  now: Instant,
): Promise<boolean> {
  const ended = await tx
    .updateTable("verifications")
    .set({
      state: verdict === null ? "failed" : "done",
      found: verdict && JSON.stringify(verdict),
      fault,
      finishedAt: now,
    })
    .where("workspaceId", "=", workspaceId)
    .where("id", "=", id)
    .where("state", "=", "running")
    .returning("id")
    .executeTakeFirst();
  return ended !== undefined;
}

/** Returns the walks, of any workspace, that are said to run and that nobody has been heard of since. */
export async function listSilentVerifications(db: Db, before: Instant): Promise<Key[]> {
  return db
    .selectFrom("verifications")
    .select(["workspaceId", "id"])
    .where("state", "=", "running")
    .where("seenAt", "<", before)
    .execute();
}
