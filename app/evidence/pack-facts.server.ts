import type { StreamPlace } from "#app/checkpoints/checkpoint.ts";
import type { Instant } from "#app/engine/types.ts";
import type { Making } from "#app/exports/maker.server.ts";
import { Refused } from "#app/register/refused.ts";
import { readChain } from "#db/audit-events.ts";
import { findBatch, type StreamSpan, streamSpans } from "#db/decision-streams.ts";
import { lastSeqBefore } from "#db/evidence.ts";
import { findCurrentKey, type SigningKey } from "#db/signing-keys.ts";
import { findUser } from "#db/users.ts";
import { findWorkspace, type Workspace } from "#db/workspaces.ts";

/** What a pack is made of and for, read before its first file. */
export type PackFacts = {
  workspace: Workspace;
  period: { from: Instant; to: Instant };
  key: SigningKey;
  madeBy: string;
  /** Where the log stood at the end of the period. */
  log: { size: number; hash: string };
  spans: StreamSpan[];
  /** Where each stream of decisions stood then, of those that decided anything in the period. */
  places: StreamPlace[];
};

/**
 * Reads what a pack is about.
 * @throws Refused 409 where the workspace has no key yet, or nothing had happened by the end of the period.
 */
export async function packFacts({ reading, params }: Making): Promise<PackFacts> {
  const { db, workspaceId, viewerId } = reading;
  const period = { from: params.from ?? "", to: params.to ?? "" };
  const workspace = await findWorkspace(db, workspaceId);
  if (!workspace) throw new Error(`workspace ${workspaceId} is missing, expected one to make a pack of`);
  const key = await findCurrentKey(db, workspaceId);
  if (!key) throw new Refused(409, "no_signing_key", "The workspace has no key to sign with yet.");
  const size = await lastSeqBefore(db, workspaceId, period.to);
  const [end] = size === 0 ? [] : await readChain(db, workspaceId, { after: size - 1, limit: 1 });
  if (!end) throw new Refused(409, "nothing_recorded", "By the end of this period nothing had been recorded.");
  const viewer = viewerId === null ? undefined : await findUser(db, workspaceId, viewerId);
  const spans = await streamSpans(db, workspaceId, period);
  const places: StreamPlace[] = [];
  for (const { stream, last } of spans) {
    const batch = await findBatch(db, workspaceId, { stream, seq: last });
    if (batch) places.push({ stream, seq: batch.seq, hash: batch.hash });
  }
  const log = { size, hash: end.hash };
  return { workspace, period, key, madeBy: viewer?.userName ?? "the console", log, spans, places };
}
