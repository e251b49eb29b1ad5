import type { AuditActor } from "#app/audit/events.ts";
import type { Instant } from "#app/engine/types.ts";
import { freshFactorMs } from "#app/register/guards.ts";
import { Refused } from "#app/register/refused.ts";
import { isAdmin } from "#app/register/roles.ts";
import type { Db } from "#db/connect.ts";
import { newId } from "#db/ids.ts";
import { endToken, findToken, insertToken, type Token } from "#db/tokens.ts";
import { findUser, rolesOf } from "#db/users.ts";
import { write } from "#db/write.ts";
import { isShutOut } from "./access-end.ts";
import { hashToken, randomToken } from "./random-token.server.ts";
import type { TokenScope } from "./token-scopes.ts";

type NewToken = {
  workspaceId: string;
  kind: "personal" | "service";
  /** The person whom a personal token acts as. */
  userId?: string | undefined;
  name: string;
  scopes: readonly TokenScope[];
  expiresAt: Instant | null;
  /** When the maker last used a second factor; at the console, now. */
  factorUsedAt: Instant | null;
  actor: AuditActor;
  /** The person who makes it; null at the console. */
  createdBy: string | null;
  now: Instant;
};

/**
 * Makes an API token and returns its text, which is shown once and stored only as a hash. A token that may approve
 * ends when the factor behind it stops counting, whatever end was asked for.
 * @throws Refused 400 scopes that do not fit, 403 not yours to make or no fresh factor, 404 no such person.
 */
export async function createToken(
  db: Db,
  { workspaceId, kind, userId, name, scopes, expiresAt, factorUsedAt, actor, createdBy, now }: NewToken,
): Promise<{ token: string; id: string; expiresAt: Instant | null }> {
  refuseScopes(kind, scopes);
  const approvesUntil = scopes.includes("approve") ? endOfFactor(factorUsedAt, now) : null;
  const ends = [expiresAt, approvesUntil].filter((end) => end !== null).toSorted()[0] ?? null;
  if (ends !== null && ends <= now) throw new Refused(400, "already_ended", "The end has to lie in the future.");
  const token = `mfar_${randomToken()}`;
  return write(db, { workspaceId, actor, now }, async (tx, { audit }) => {
    await refuseMaker(tx, { workspaceId, kind, userId, actor, now });
    const row: Token = {
      workspaceId,
      id: newId("tok"),
      kind,
      userId: userId ?? null,
      name,
      scopes: [...new Set(scopes)],
      createdAt: now,
      createdBy,
      factorUsedAt: approvesUntil && factorUsedAt,
      expiresAt: ends,
      revokedAt: null,
      lastUsedAt: null,
    };
    await insertToken(tx, row, hashToken(token));
    audit(
      "token.created",
      { kind: "token", id: row.id },
      { name, kind, scopes: row.scopes, expiresAt: ends },
      row.userId,
    );
    return { token, id: row.id, expiresAt: ends };
  });
}

/** None of them changes anything in somebody's name: what is asked for is decided by people. */
const scopesOfServices: readonly TokenScope[] = ["decide", "search", "request"];

function refuseScopes(kind: Token["kind"], scopes: readonly TokenScope[]): void {
  if (scopes.length === 0) throw new Refused(400, "no_scope", "A token needs at least one scope.");
  if (kind === "service" && !scopes.every((scope) => scopesOfServices.includes(scope)))
    throw new Refused(
      400,
      "service_scope",
      "A service is not a person; its token has the scopes decide, search and request only.",
    );
}

function endOfFactor(factorUsedAt: Instant | null, now: Instant): Instant {
  const end = factorUsedAt === null ? null : new Date(Date.parse(factorUsedAt) + freshFactorMs).toISOString();
  if (end === null || end <= now)
    throw new Refused(
      403,
      "step_up_required",
      "A token that approves needs a second factor used in the last 15 minutes.",
    );
  return end;
}

type Maker = Pick<NewToken, "workspaceId" | "kind" | "userId" | "actor" | "now">;

async function refuseMaker(tx: Db, { workspaceId, kind, userId, actor, now }: Maker): Promise<void> {
  if (actor.kind === "token") throw new Refused(403, "token_makes_token", "A token cannot make tokens.");
  if (kind === "service") {
    if (actor.kind === "user" && !(actor.id && isAdmin(await rolesOf(tx, workspaceId, actor.id))))
      throw new Refused(403, "not_admin", "Tokens of services are made by admins.");
    return;
  }
  // Otherwise an admin could act, and approve, as somebody else.
  if (actor.kind === "user" && actor.id !== userId)
    throw new Refused(403, "not_yours", "A personal token is made by the person whom it acts as.");
  const user = userId === undefined ? undefined : await findUser(tx, workspaceId, userId);
  if (!user || isShutOut(user, now)) throw new Refused(404, "unknown_user", "There is no such active person.");
}

type Revocation = {
  workspaceId: string;
  id: string;
  /** The person who asks; null at the console. */
  by: { userId: string } | null;
  actor: AuditActor;
  now: Instant;
};

/**
 * Ends a token at once: one's own, or as an admin anybody's.
 * @throws Refused 403 not yours, 404 no such token or already revoked.
 */
export async function revokeToken(db: Db, { workspaceId, id, by, actor, now }: Revocation): Promise<void> {
  await write(db, { workspaceId, actor, now }, async (tx, { audit }) => {
    const token = await findToken(tx, workspaceId, id);
    const isTheirs = by === null || token?.userId === by.userId || isAdmin(await rolesOf(tx, workspaceId, by.userId));
    if (token && !isTheirs) throw new Refused(403, "not_yours", "Only its owner or an admin can revoke a token.");
    if (!token || !(await endToken(tx, workspaceId, id, now)))
      throw new Refused(404, "not_found", "There is no such token, or it was revoked before.");
    audit("token.revoked", { kind: "token", id }, { name: token.name }, token.userId);
  });
}
