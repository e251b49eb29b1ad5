import type { Instant } from "#app/engine/types.ts";
import type { Category, CategoryId } from "#app/register/category.ts";
import type { Exception } from "#app/register/exception.ts";
import { listCategoryVersions } from "./categories.ts";
import type { Db } from "./connect.ts";
import { registerAsOf } from "./register-as-of.ts";

/** From when to when an account was kept for emergencies; null while it is. */
export type AccountSpan = { userId: string; from: Instant; to: Instant | null };

/** Returns when accounts were kept for emergencies, by what the audit log says: a row of an account holds its last time only. */
export async function accountSpans(db: Db, workspaceId: string): Promise<AccountSpan[]> {
  const accounts = await db
    .selectFrom("breakGlassAccounts")
    .select("userId")
    .where("workspaceId", "=", workspaceId)
    .execute();
  if (accounts.length === 0) return [];
  const events = await db
    .selectFrom("auditEvents")
    .select(["type", "subjectId", "at"])
    .where("workspaceId", "=", workspaceId)
    .where("subjectKind", "=", "user")
    .where(
      "subjectId",
      "in",
      accounts.map(({ userId }) => userId),
    )
    .where("type", "in", ["break_glass_account.registered", "break_glass_account.retired"])
    .orderBy("seq")
    .execute();
  const spans: AccountSpan[] = [];
  for (const { type, subjectId, at } of events) {
    const open = spans.find(({ userId, to }) => userId === subjectId && to === null);
    if (type === "break_glass_account.registered") spans.push({ userId: subjectId, from: at, to: null });
    else if (open) open.to = at;
  }
  return spans;
}

/** Returns when secrets were replaced for certain, by their kind and id, as far as two people had said so by an instant. */
export async function rotationsBy(db: Db, workspaceId: string, at: Instant): Promise<Map<string, Instant[]>> {
  const rows = await db
    .selectFrom("secretRotations")
    .select(["subjectKind", "subjectId", "rotatedAt"])
    .where("workspaceId", "=", workspaceId)
    .where("outcome", "=", "rotated")
    .where("attestation", "=", "confirmed")
    .where("attestedAt", "<=", at)
    .orderBy("rotatedAt")
    .execute();
  return gathered(rows.map((row) => [`${row.subjectKind}:${row.subjectId}`, row.rotatedAt]));
}

/** Returns when accounts for emergencies were used, by account. */
export async function usesBy(db: Db, workspaceId: string, at: Instant): Promise<Map<string, Instant[]>> {
  const rows = await db
    .selectFrom("breakGlassUses")
    .select(["userId", "at"])
    .where("workspaceId", "=", workspaceId)
    .where("at", "<=", at)
    .orderBy("at")
    .execute();
  return gathered(rows.map((row) => [row.userId, row.at]));
}

function gathered(pairs: readonly (readonly [string, Instant])[]): Map<string, Instant[]> {
  const found = new Map<string, Instant[]>();
  for (const [key, at] of pairs) {
    const known = found.get(key);
    if (known) known.push(at);
    else found.set(key, [at]);
  }
  return found;
}

export type HeldDrill = { id: string; userId: string; startsAt: Instant; finishedAt: Instant };

/** Returns the drills that had shown something by an instant, whatever it was. */
export async function drillsHeldBy(db: Db, workspaceId: string, at: Instant): Promise<HeldDrill[]> {
  const rows = await db
    .selectFrom("drills")
    .select(["id", "userId", "startsAt", "finishedAt"])
    .where("workspaceId", "=", workspaceId)
    .where("result", "in", ["passed", "failed"])
    .where("finishedAt", "<=", at)
    .orderBy("startsAt")
    .execute();
  return rows.flatMap(({ finishedAt, ...row }) => (finishedAt === null ? [] : [{ ...row, finishedAt }]));
}

const prefix = "service_principal:";
const pageSize = 500;

/** Returns the records by which service principals could sign in at an instant. */
export async function recordsOfServicesAt(db: Db, workspaceId: string, at: Instant): Promise<Exception[]> {
  const named = await db
    .selectFrom("exceptionTargets")
    .select("exceptionId")
    .distinct()
    .where("workspaceId", "=", workspaceId)
    .where("target", ">=", prefix)
    .where("target", "<", "t")
    .where("target", "like", `${prefix}%`)
    .execute();
  const ids = named.map(({ exceptionId }) => exceptionId);
  const records: Exception[] = [];
  for (let start = 0; start < ids.length; start += pageSize) {
    const some = ids.slice(start, start + pageSize);
    const past = await registerAsOf(db, workspaceId, { at, after: "", limit: pageSize, ids: some });
    for (const { record } of past)
      if (record?.state === "active" && record.startsAt <= at && at < record.endsAt) records.push(record);
  }
  return records;
}

/** Returns the rules of a category as they were at an instant: its newest version of then. */
export async function categoryAt(
  db: Db,
  workspaceId: string,
  { id, at }: { id: CategoryId; at: Instant },
): Promise<Category | null> {
  const versions = await listCategoryVersions(db, workspaceId, id);
  return versions.find(({ createdAt }) => createdAt <= at)?.category ?? null;
}
