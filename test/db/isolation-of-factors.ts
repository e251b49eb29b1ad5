import { findChallenge, issueChallenge, spendChallenge } from "#db/challenges.ts";
import type { Db } from "#db/connect.ts";
import { advanceCounter, endFactor, findCredential, listFactors, renameFactor } from "#db/factors.ts";
import { passwordHashOf, setPasswordHash } from "#db/passwords.ts";
import { findRecoveryBatch, hasUnusedCode, spendRecoveryCode } from "#db/recovery-codes.ts";
import type { Other } from "#test/support/other-workspace.ts";

const now = "2026-11-20T10:30:00.000Z";
const later = "2027-06-01T00:00:00.000Z";

type Ask = (db: Db, workspaceId: string, other: Other) => Promise<unknown>;

/** What somebody signs in with. */
export const factorReads: Record<string, [ask: Ask, answer: unknown]> = {
  listFactors: [(db, id, { userId }) => listFactors(db, id, userId), []],
  findCredential: [(db, id, { credentialId }) => findCredential(db, id, credentialId), undefined],
  findChallenge: [(db, id, { challenge }) => findChallenge(db, { ...challenge, workspaceId: id, now }), undefined],
  findRecoveryBatch: [(db, id, { userId }) => findRecoveryBatch(db, id, userId), undefined],
  hasUnusedCode: [(db, id, { recoveryCode }) => hasUnusedCode(db, { ...recoveryCode, workspaceId: id }), false],
  passwordHashOf: [(db, id, { userId }) => passwordHashOf(db, id, userId), null],
};

export const factorChanges: Record<string, Ask> = {
  issueChallenge: (db, id, { challenge }) =>
    issueChallenge(db, {
      workspaceId: id,
      purpose: challenge.purpose,
      userId: null,
      sessionHash: null,
      challenge: "x",
      origin: null,
      rpId: null,
      expiresAt: later,
      now: later,
    }),
  spendChallenge: (db, id, { challenge }) => spendChallenge(db, { ...challenge, workspaceId: id, now }),
  advanceCounter: (db, id, { factorId }) =>
    advanceCounter(db, { workspaceId: id, id: factorId, counter: 99, backedUp: true, now }),
  renameFactor: (db, id, { factorId }) => renameFactor(db, { workspaceId: id, id: factorId, label: "Mine now" }),
  endFactor: (db, id, { factorId }) => endFactor(db, { workspaceId: id, id: factorId, now }),
  spendRecoveryCode: (db, id, { recoveryCode }) => spendRecoveryCode(db, { ...recoveryCode, workspaceId: id, now }),
  setPasswordHash: (db, id, { userId }) => setPasswordHash(db, id, userId, "taken over"),
};
