import type { Instant } from "#app/engine/types.ts";
import type { Db } from "#db/connect.ts";
import { lastBatch, listStreams, sealsOf } from "#db/decision-streams.ts";
import { listWorkspaces } from "#db/workspaces.ts";
import { write } from "#db/write.ts";
import type { StreamHead } from "./decision-stream.ts";

/** Writes the heads of decision streams into their workspaces' audit chains: what lies before them is fixed from then on. */
export async function sealStreams(db: Db, heads: readonly StreamHead[], now: Instant): Promise<void> {
  for (const { workspaceId, stream, seq, hash } of heads)
    await write(db, { workspaceId, actor: { kind: "job", id: "seal-streams" }, now }, async (_tx, { audit }) =>
      audit("decisions.sealed", { kind: "decision_stream", id: stream }, { stream, seq, hash }),
    );
}

/** Returns the heads that no seal covers yet: the last minute of a process that was killed. */
export async function unsealedHeads(db: Db): Promise<StreamHead[]> {
  const heads: StreamHead[] = [];
  for (const { id: workspaceId } of await listWorkspaces(db))
    for (const stream of await listStreams(db, workspaceId)) {
      const last = await lastBatch(db, workspaceId, stream);
      const sealed = (await sealsOf(db, workspaceId, stream)).at(-1)?.seq ?? 0;
      if (last !== undefined && last.seq > sealed) heads.push({ workspaceId, stream, seq: last.seq, hash: last.hash });
    }
  return heads;
}
