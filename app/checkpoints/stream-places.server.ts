import type { Db } from "#db/connect.ts";
import { lastBatch, listStreams } from "#db/decision-streams.ts";
import type { StreamPlace } from "./checkpoint.ts";

/** Returns where each stream of decisions stands. */
export async function streamPlaces(db: Db, workspaceId: string): Promise<StreamPlace[]> {
  const places: StreamPlace[] = [];
  for (const stream of await listStreams(db, workspaceId)) {
    const last = await lastBatch(db, workspaceId, stream);
    if (last) places.push({ stream, seq: last.seq, hash: last.hash });
  }
  return places;
}
