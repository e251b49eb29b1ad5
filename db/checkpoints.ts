import { z } from "zod";
import type { Instant } from "#app/engine/types.ts";
import type { Db } from "./connect.ts";

/** The head of the audit log as it was signed. */
export type SignedCheckpoint = {
  workspaceId: string;
  /** How many rows the log had. */
  size: number;
  at: Instant;
  hash: string;
  keyId: string;
  /** The signed note, byte for byte. */
  note: string;
};

export async function insertCheckpoint(tx: Db, checkpoint: SignedCheckpoint): Promise<void> {
  await tx.insertInto("checkpoints").values(checkpoint).execute();
}

/** Returns checkpoints, the newest first, of sizes below `before`. */
export async function listCheckpoints(
  db: Db,
  workspaceId: string,
  { before, limit }: { before: number | null; limit: number },
): Promise<SignedCheckpoint[]> {
  return db
    .selectFrom("checkpoints")
    .selectAll()
    .where("workspaceId", "=", workspaceId)
    .$if(before !== null, (query) => query.where("size", "<", before ?? 0))
    .orderBy("size", "desc")
    .limit(limit)
    .execute();
}

/** Returns the checkpoint of a size, or the newest. */
export async function findCheckpoint(
  db: Db,
  workspaceId: string,
  size: number | "latest",
): Promise<SignedCheckpoint | undefined> {
  return db
    .selectFrom("checkpoints")
    .selectAll()
    .where("workspaceId", "=", workspaceId)
    .$if(size !== "latest", (query) => query.where("size", "=", Number(size)))
    .orderBy("size", "desc")
    .limit(1)
    .executeTakeFirst();
}

/** Returns the smallest size, up to one, at which the log has another row than was signed; null where it has none. */
export async function firstUnlikeCheckpoint(db: Db, workspaceId: string, upTo: number): Promise<number | null> {
  const { size } = await db
    .selectFrom("checkpoints")
    .leftJoin("auditEvents", (join) =>
      join
        .onRef("auditEvents.workspaceId", "=", "checkpoints.workspaceId")
        .onRef("auditEvents.seq", "=", "checkpoints.size")
        .onRef("auditEvents.hash", "=", "checkpoints.hash"),
    )
    .select((eb) => eb.fn.min("checkpoints.size").as("size"))
    .where("checkpoints.workspaceId", "=", workspaceId)
    .where("checkpoints.size", "<=", upTo)
    .where("auditEvents.seq", "is", null)
    .executeTakeFirstOrThrow();
  return size;
}

/** Who can read checkpoints, and to whom they are mailed. */
export type CheckpointSettings = { isPublished: boolean; addresses: string[] };

const Addresses = z.array(z.string());

export async function checkpointSettings(db: Db, workspaceId: string): Promise<CheckpointSettings> {
  const row = await db
    .selectFrom("checkpointSettings")
    .select(["isPublished", "addresses"])
    .where("workspaceId", "=", workspaceId)
    .executeTakeFirst();
  if (!row) return { isPublished: true, addresses: [] };
  return { isPublished: row.isPublished === 1, addresses: Addresses.parse(JSON.parse(row.addresses)) };
}

export async function saveCheckpointSettings(
  tx: Db,
  workspaceId: string,
  { isPublished, addresses }: CheckpointSettings,
): Promise<void> {
  const values = { isPublished: isPublished ? 1 : 0, addresses: JSON.stringify(addresses) };
  await tx
    .insertInto("checkpointSettings")
    .values({ workspaceId, ...values })
    .onConflict((conflict) => conflict.column("workspaceId").doUpdateSet(values))
    .execute();
}
