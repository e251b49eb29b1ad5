import { auditDays } from "#app/oath/oath-audit.ts";
import { tokenFilters } from "#app/oath/token-query.ts";
import type { Db } from "#db/connect.ts";
import {
  answerOathAudit,
  closeOathAudit,
  findOathAudit,
  findOpenOathAudit,
  hadTokenBefore,
  hasAuditOfQuarter,
  listOathAudits,
  openOathAudit,
} from "#db/oath-audits.ts";
import { listCustody, seedHolders } from "#db/oath-custody.ts";
import { dropAppSeed, dropAppSeedsOf, noteWrongCode, spendTotpStep } from "#db/oath-seeds.ts";
import {
  countTokensOfInventory,
  findOathToken,
  findSeed,
  giveToken,
  knownSerials,
  listTokensOfInventory,
  resetDrift,
  revokeToken,
  updateReplacement,
} from "#db/oath-tokens.ts";
import type { Other } from "#test/support/other-workspace.ts";

type Ask = (db: Db, workspaceId: string, other: Other) => Promise<unknown>;

const now = "2026-11-20T10:30:00.000Z";
const today = "2026-11-20";
const nothing = new Map(tokenFilters.map((filter) => [filter, 0]));

/** What each query of the tokens answers when it is asked for what another workspace has. */
export const oathReads: Record<string, [ask: Ask, answer: unknown]> = {
  listTokensOfInventory: [
    (db, id) => listTokensOfInventory(db, id, { filter: null, search: "", after: null, limit: 9, today }),
    { tokens: [], next: null },
  ],
  countTokensOfInventory: [(db, id) => countTokensOfInventory(db, id, { filters: tokenFilters, today }), nothing],
  findOathToken: [(db, id, { oath }) => findOathToken(db, id, oath.stocked), undefined],
  findSeed: [(db, id, { oath }) => findSeed(db, id, oath.stocked), undefined],
  knownSerials: [(db, id, { oath }) => knownSerials(db, id, [oath.serial]), new Set()],
  listCustody: [(db, id, { oath }) => listCustody(db, id, oath.stocked), []],
  seedHolders: [(db, id) => seedHolders(db, id), []],
  findOathAudit: [(db, id, { oath }) => findOathAudit(db, id, oath.audit), undefined],
  findOpenOathAudit: [(db, id) => findOpenOathAudit(db, id), undefined],
  listOathAudits: [(db, id) => listOathAudits(db, id), []],
  hasAuditOfQuarter: [(db, id, { oath }) => hasAuditOfQuarter(db, id, oath.quarter), false],
  hadTokenBefore: [(db, id) => hadTokenBefore(db, id, "2099-01-01T00:00:00.000Z"), false],
};

/** Changes that name what another workspace has. */
export const oathChanges: Record<string, Ask> = {
  spendTotpStep: (db, id, { oath }) =>
    spendTotpStep(db, { workspaceId: id, tokenId: oath.issued, step: 99, drift: 1, now }),
  noteWrongCode: (db, id, { oath }) => noteWrongCode(db, id, [oath.issued]),
  dropAppSeed: (db, id, { oath }) => dropAppSeed(db, id, oath.factorId),
  dropAppSeedsOf: (db, id, { userId }) => dropAppSeedsOf(db, id, userId),
  giveToken: (db, id, { oath }) => giveToken(db, id, { tokenId: oath.stocked, factorId: oath.factorId }),
  revokeToken: (db, id, { oath }) => revokeToken(db, id, { id: oath.stocked, revocation: "lost", now }),
  updateReplacement: (db, id, { oath }) => updateReplacement(db, id, { id: oath.stocked, replaceBy: "2099-01-01" }),
  resetDrift: (db, id, { oath }) => resetDrift(db, id, { id: oath.stocked, step: 99, drift: 9 }),
  openOathAudit: (db, id, { oath }) =>
    openOathAudit(db, id, {
      ...{ id: oath.audit, quarter: oath.quarter, openedAt: now, openedBy: null, dueAt: `${auditDays}` },
      figures: { counts: Object.fromEntries(nothing) as never, seedHolders: [] }, // cast: one entry for each filter
    }),
  answerOathAudit: (db, id, { oath, userId }) =>
    answerOathAudit(db, id, {
      auditId: oath.audit,
      question: "issued",
      note: "x",
      answeredAt: now,
      answeredBy: userId,
    }),
  closeOathAudit: (db, id, { oath, userId }) =>
    closeOathAudit(db, id, { id: oath.audit, statement: "x", evidence: "x", closedAt: now, closedBy: userId }),
};
