import { sentenceOf } from "#app/audit/sentences.ts";
import type { Caller } from "#app/auth/caller.server.ts";
import type { Instant } from "#app/engine/types.ts";
import { actorNames } from "#app/register/actor-names.server.ts";
import { isAdmin } from "#app/register/roles.ts";
import { historyOf } from "#db/audit-trail.ts";
import type { Db } from "#db/connect.ts";
import { findOathAudit, findOpenOathAudit, listOathAudits } from "#db/oath-audits.ts";
import { listCustody } from "#db/oath-custody.ts";
import { countTokensOfInventory, findOathToken, listTokensOfInventory } from "#db/oath-tokens.ts";
import { findUsers } from "#db/users.ts";
import { changeInEvent, peopleInEvent } from "./history-words.ts";
import { isOverdue, type OathAudit } from "./oath-audit.ts";
import { ageOf, isDesynchronised, isDrifting, type OathToken, statusOf } from "./oath-token.ts";
import { noSuchToken } from "./refusals.ts";
import { todayIn } from "./today.ts";
import { type TokenQuery, tokenFilters } from "./token-query.ts";

const tokensOnAPage = 50;

/** How a token stands, as the list and its page show it. */
function rowOf(token: OathToken, today: string) {
  return {
    ...token,
    status: statusOf(token),
    age: statusOf(token) === "revoked" ? null : ageOf(token.replaceBy, today),
    isDrifting: isDrifting(token),
    isDesynchronised: isDesynchronised(token),
  };
}

export type TokenRow = ReturnType<typeof rowOf>;

type Asked = Pick<TokenQuery, "filter" | "search" | "after">;

/** Gathers a page of the inventory, how many tokens there are of each sort, and the audit that is open. */
export async function inventoryView(db: Db, { workspace, roles }: Caller, asked: Asked, now: Instant) {
  const { id: workspaceId, timeZone } = workspace;
  const today = todayIn(timeZone, now);
  const { tokens, next } = await listTokensOfInventory(db, workspaceId, { ...asked, limit: tokensOnAPage, today });
  const counts = await countTokensOfInventory(db, workspaceId, { filters: tokenFilters, today });
  const open = await findOpenOathAudit(db, workspaceId);
  return {
    tokens: tokens.map((token) => rowOf(token, today)),
    next,
    counts: tokenFilters.map((filter) => ({ filter, count: counts.get(filter) ?? 0 })),
    openAudit: open ? taskOf(open, now) : null,
    mayManage: isAdmin(roles),
  };
}

/**
 * Gathers what is known of one token.
 * @throws Refused 404 when there is none.
 */
export async function tokenView(db: Db, { workspace, roles, user }: Caller, id: string, now: Instant) {
  const { id: workspaceId, timeZone } = workspace;
  const token = await findOathToken(db, workspaceId, id);
  if (!token) throw noSuchToken();
  const events = await historyOf(db, workspaceId, { kind: "oath_token", id });
  const nameOf = await actorNames(db, workspaceId, events);
  const concerned = events.flatMap(({ data }) => peopleInEvent(data));
  const people = await findUsers(db, workspaceId, concerned);
  return {
    token: rowOf(token, todayIn(timeZone, now)),
    custody: await listCustody(db, workspaceId, id),
    history: events.map(({ seq, at, type, data, ...act }) => ({
      id: String(seq),
      at,
      who: nameOf(act),
      what: sentenceOf(type),
      said: changeInEvent(data, (userId) => people.get(userId)?.displayName ?? userId),
    })),
    mayManage: isAdmin(roles),
    me: user.userName,
  };
}

export type TokenView = Awaited<ReturnType<typeof tokenView>>;

/** Gathers the audits of the tokens, the latest first. */
export async function auditsView(db: Db, { workspace, roles }: Caller, now: Instant) {
  const audits = await listOathAudits(db, workspace.id);
  const names = await namesIn(db, workspace.id, audits);
  return {
    audits: audits.map((audit) => ({
      ...taskOf(audit, now),
      openedBy: audit.openedBy === null ? "The clock" : (names[audit.openedBy] ?? ""),
      closedBy: audit.closedBy && (names[audit.closedBy] ?? ""),
    })),
    mayManage: isAdmin(roles),
  };
}

/** Gathers one audit with its answers; null when there is none. */
export async function auditView(db: Db, { workspace, roles }: Caller, id: string, now: Instant) {
  const audit = await findOathAudit(db, workspace.id, id);
  if (!audit) return null;
  return {
    audit: { ...audit, isOverdue: isOverdue(audit, now) },
    names: await namesIn(db, workspace.id, [audit]),
    mayAnswer: isAdmin(roles) && audit.closedAt === null,
  };
}

export type OathAuditView = NonNullable<Awaited<ReturnType<typeof auditView>>>;

/** The audit that waits for admins; null when none is open, or for whoever cannot answer it. */
export async function auditTaskOf(db: Db, { workspace, roles }: Caller, now: Instant) {
  const open = isAdmin(roles) ? await findOpenOathAudit(db, workspace.id) : undefined;
  return open ? taskOf(open, now) : null;
}

function taskOf(audit: OathAudit, now: Instant) {
  const { id, quarter, openedAt, dueAt, closedAt, answers } = audit;
  return { id, quarter, openedAt, dueAt, closedAt, answered: answers.length, isOverdue: isOverdue(audit, now) };
}

async function namesIn(db: Db, workspaceId: string, audits: readonly OathAudit[]): Promise<Record<string, string>> {
  const ids = audits.flatMap(({ openedBy, closedBy, answers, figures }) => [
    ...[openedBy, closedBy].filter((id) => id !== null),
    ...answers.map(({ answeredBy }) => answeredBy),
    ...figures.seedHolders.map(({ holderId }) => holderId),
  ]);
  const users = await findUsers(db, workspaceId, ids);
  return Object.fromEntries([...users].map(([id, { displayName }]) => [id, displayName]));
}
