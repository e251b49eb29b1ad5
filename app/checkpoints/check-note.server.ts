import { isSignedBy, type NoteKey, readNote } from "#app/signing/signed-note.server.ts";
import { noteKeyOf } from "#app/signing/workspace-key.server.ts";
import { readChain, readChainEnd } from "#db/audit-events.ts";
import { findCheckpoint } from "#db/checkpoints.ts";
import type { Db } from "#db/connect.ts";
import { findBatch } from "#db/decision-streams.ts";
import { listSigningKeys } from "#db/signing-keys.ts";
import { type Checkpoint, readCheckpointText } from "./checkpoint.ts";

/** Why a log does not hold what a checkpoint says of it. */
export type CheckpointFault =
  | "not_a_checkpoint"
  | "wrong_key"
  | "truncated"
  | "rewritten"
  | "forked"
  | "stream_truncated"
  | "stream_rewritten";

/** What a log is, held against a checkpoint of it; `where` names the row or the batch, where there is one. */
export type CheckpointVerdict =
  | { ok: true; checkpoint: Checkpoint }
  | { ok: false; checkpoint: Checkpoint | null; fault: CheckpointFault; where: string | null };

export const faultSentences: Record<CheckpointFault, string> = {
  not_a_checkpoint: "this is no checkpoint of ours, or its text was changed",
  wrong_key: "it is not signed with the key of this log, or its text was changed after it was signed",
  truncated: "the log has fewer rows than when it was signed: its end was cut off, or an older copy was put back",
  rewritten: "the log has another row in this place than when it was signed: it was written anew",
  forked: "another checkpoint of the same size is kept here, with another hash: the log was shown in two ways",
  stream_truncated: "the stream of decisions is shorter than when it was signed",
  stream_rewritten: "the stream of decisions has another batch in this place than when it was signed",
};

/**
 * Holds a workspace's log as it is now against a checkpoint of it. Whether the log up to there follows row by row is for
 * its own check; together they prove that nothing that was signed has changed.
 * @param key the key that it has to be signed with; null for any that the workspace itself has had.
 */
export async function checkNote(
  db: Db,
  workspaceId: string,
  { note, key }: { note: string; key: NoteKey | null },
): Promise<CheckpointVerdict> {
  const read = readNote(asSent(note));
  const checkpoint = read && readCheckpointText(read.text);
  if (!read || !checkpoint) return { ok: false, checkpoint: null, fault: "not_a_checkpoint", where: null };
  const keys = key ? [key] : (await listSigningKeys(db, workspaceId)).map(noteKeyOf);
  const fault = keys.some((each) => each.name === checkpoint.origin && isSignedBy(read, each))
    ? ((await findLogFault(db, workspaceId, checkpoint)) ?? (await findStreamFault(db, workspaceId, checkpoint)))
    : { fault: "wrong_key" as const, where: null };
  return fault === null ? { ok: true, checkpoint } : { ok: false, checkpoint, ...fault };
}

type Found = { fault: CheckpointFault; where: string } | null;

async function findLogFault(db: Db, workspaceId: string, { size, hash }: Checkpoint): Promise<Found> {
  const where = `row ${size}`;
  const { head, lastSeq } = await readChainEnd(db, workspaceId);
  if ((head?.seq ?? 0) < size || lastSeq < size) return { fault: "truncated", where: `row ${lastSeq + 1}` };
  const kept = await findCheckpoint(db, workspaceId, size);
  if (kept && kept.hash !== hash) return { fault: "forked", where };
  if (size === 0) return null;
  const [row] = await readChain(db, workspaceId, { after: size - 1, limit: 1 });
  return row?.seq === size && row.hash === hash ? null : { fault: "rewritten", where };
}

async function findStreamFault(db: Db, workspaceId: string, { streams }: Checkpoint): Promise<Found> {
  for (const { stream, seq, hash } of streams) {
    const where = `batch ${seq} of decision stream ${stream}`;
    const batch = await findBatch(db, workspaceId, { stream, seq });
    if (!batch) return { fault: "stream_truncated", where };
    if (batch.hash !== hash) return { fault: "stream_rewritten", where };
  }
  return null;
}

/** Forms send line breaks as two characters, mail programs add blanks around; neither was signed. */
function asSent(note: string): string {
  return `${note.replaceAll("\r\n", "\n").trim()}\n`;
}
