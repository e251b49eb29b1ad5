import type { z } from "zod";
import { listCheckpoints } from "#db/checkpoints.ts";
import type { Db } from "#db/connect.ts";
import type { CheckpointsQuery, CheckpointsWire } from "./checkpoint-wire.ts";

/** Returns a page of what was signed of a log, the newest first, for programs. */
export async function checkpointsOnWire(
  db: Db,
  workspaceId: string,
  { cursor, limit }: z.output<typeof CheckpointsQuery>,
): Promise<z.output<typeof CheckpointsWire>> {
  const found = await listCheckpoints(db, workspaceId, { before: cursor ?? null, limit: limit + 1 });
  const shown = found.slice(0, limit);
  const last = found.length > limit ? shown.at(-1) : undefined;
  return {
    data: shown.map(({ size, at, hash, keyId, note }) => ({ size, at, hash, key_id: keyId, note })),
    next_cursor: last ? String(last.size) : null,
  };
}
