import type { Instant } from "#app/engine/types.ts";
import type { Db } from "./connect.ts";

export const findingSources = ["drill", "use", "rotation"] as const;
export type FindingSource = (typeof findingSources)[number];

/** Something that was found wrong with an emergency account and stays open until somebody says what was done about it. */
export type Finding = {
  id: string;
  sourceKind: FindingSource;
  /** The drill, use or rotation that showed it. */
  sourceId: string;
  /** The account that it is about; null where it is about all of them. */
  userId: string | null;
  title: string;
  note: string;
  /** Null where the register opened it by itself. */
  openedBy: string | null;
  openedAt: Instant;
  resolution: string | null;
  resolvedBy: string | null;
  resolvedAt: Instant | null;
};

export async function insertFinding(
  tx: Db,
  workspaceId: string,
  finding: Omit<Finding, "resolution" | "resolvedBy" | "resolvedAt">,
): Promise<void> {
  await tx
    .insertInto("findings")
    .values({ workspaceId, ...finding, resolution: null, resolvedBy: null, resolvedAt: null })
    .execute();
}

/** Returns findings, the open ones first and of each the newest first; of one account where it is named. */
export async function listFindings(
  db: Db,
  workspaceId: string,
  { userId, limit }: { userId?: string | undefined; limit: number },
): Promise<Finding[]> {
  let query = db.selectFrom("findings").selectAll().where("workspaceId", "=", workspaceId);
  if (userId !== undefined) query = query.where("userId", "=", userId);
  const rows = await query
    .orderBy((eb) => eb.case().when("resolvedAt", "is", null).then(0).else(1).end())
    .orderBy("openedAt", "desc")
    .orderBy("id")
    .limit(limit)
    .execute();
  return rows.map(({ workspaceId: _, ...row }) => ({ ...row, sourceKind: row.sourceKind as FindingSource })); // cast: written by insertFinding alone
}

export async function findFinding(db: Db, workspaceId: string, id: string): Promise<Finding | undefined> {
  const row = await db
    .selectFrom("findings")
    .selectAll()
    .where("workspaceId", "=", workspaceId)
    .where("id", "=", id)
    .executeTakeFirst();
  if (!row) return undefined;
  const { workspaceId: _, ...finding } = row;
  return { ...finding, sourceKind: finding.sourceKind as FindingSource }; // cast: written by insertFinding alone
}

type Resolved = { id: string; resolution: string; resolvedBy: string; resolvedAt: Instant };

/** Says what was done about a finding; false when somebody has already, or there is none. */
export async function resolveFinding(tx: Db, workspaceId: string, { id, ...said }: Resolved): Promise<boolean> {
  const resolved = await tx
    .updateTable("findings")
    .set(said)
    .where("workspaceId", "=", workspaceId)
    .where("id", "=", id)
    .where("resolvedAt", "is", null)
    .returning("id")
    .executeTakeFirst();
  return resolved !== undefined;
}
