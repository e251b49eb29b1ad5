import {
  checkpointSettings,
  findCheckpoint,
  firstUnlikeCheckpoint,
  insertCheckpoint,
  listCheckpoints,
  saveCheckpointSettings,
} from "#db/checkpoints.ts";
import type { Db } from "#db/connect.ts";
import { inForceDuring, lastSeqBefore, touchedRecords } from "#db/evidence.ts";
import { findCurrentKey, insertSigningKey, listSigningKeys, retireSigningKey } from "#db/signing-keys.ts";
import type { Other } from "#test/support/other-workspace.ts";

const now = "2026-11-20T10:30:00.000Z";
const later = "2027-06-01T00:00:00.000Z";
const ever = { from: "2000-01-01T00:00:00.000Z", to: later };
const size = 1;
const keyId = "sig_of_the_other";
const settings = { isPublished: false, addresses: ["auditor@elsewhere.example"] };

/** Completes the other workspace with a key, a checkpoint by it, and somebody who gets each. */
export async function otherCheckpoints(db: Db, workspaceId: string): Promise<void> {
  const current = await findCurrentKey(db, workspaceId);
  const key = { workspaceId, id: keyId, name: "elsewhere.example/other", publicKey: "AAAA", privateKey: "sealed" };
  // A workspace signs with one key; where the demo has made one already, this is one that was in use before.
  const retired = current === undefined ? { retiredAt: null } : { privateKey: null, retiredAt: now };
  await insertSigningKey(db, { ...key, createdAt: now, createdBy: null, ...retired });
  await insertCheckpoint(db, { workspaceId, size, at: now, hash: "0".repeat(64), keyId, note: "a note" });
  await saveCheckpointSettings(db, workspaceId, settings);
}

type Ask = (db: Db, workspaceId: string, other: Other) => Promise<unknown>;

/** What each query answers when it is asked for what another workspace has, as in the list of all queries. */
export const checkpointReads: Record<string, [ask: Ask, answer: unknown]> = {
  findCurrentKey: [(db, workspaceId) => findCurrentKey(db, workspaceId), undefined],
  listSigningKeys: [(db, workspaceId) => listSigningKeys(db, workspaceId), []],
  listCheckpoints: [(db, workspaceId) => listCheckpoints(db, workspaceId, { before: null, limit: 9 }), []],
  findCheckpoint: [(db, workspaceId) => findCheckpoint(db, workspaceId, size), undefined],
  // The one of the other workspace has been signed for a row that nobody wrote.
  firstUnlikeCheckpoint: [(db, workspaceId) => firstUnlikeCheckpoint(db, workspaceId, 9), null],
  checkpointSettings: [(db, workspaceId) => checkpointSettings(db, workspaceId), { isPublished: true, addresses: [] }],
  touchedRecords: [(db, workspaceId) => touchedRecords(db, workspaceId, ever), []],
  inForceDuring: [(db, workspaceId) => inForceDuring(db, workspaceId, ever), []],
};

/** These have rows in both workspaces; each has to see its own. */
export const checkpointOwn: Record<string, (db: Db, workspaceId: string) => Promise<unknown>> = {
  lastSeqBefore: async (db, workspaceId) => ({ workspaceId, seq: await lastSeqBefore(db, workspaceId, later) }),
};

/** Changes that name what another workspace has. */
export const checkpointChanges: Record<string, Ask> = {
  retireSigningKey: (db, workspaceId) => retireSigningKey(db, workspaceId, { id: keyId, at: later }),
  saveCheckpointSettings: (db, workspaceId) =>
    saveCheckpointSettings(db, workspaceId, { isPublished: true, addresses: [] }),
};
