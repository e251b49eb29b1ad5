import { redirect } from "@remix-run/node";
import type { AuditActor } from "#app/audit/events.ts";
import type { Aal, CompletedMethod, Instant } from "#app/engine/types.ts";
import type { RequestContext } from "#app/http/load-context.server.ts";
import { problem } from "#app/http/problem.ts";
import type { Actor } from "#app/register/guards.ts";
import { isAdmin, type RegisterRole, readsPolicy, seesAll, seesSignIns } from "#app/register/roles.ts";
import type { Db } from "#db/connect.ts";
import type { Session } from "#db/sessions.ts";
import { findLiveToken, noteTokenUse } from "#db/tokens.ts";
import { findUser, rolesOf, type User } from "#db/users.ts";
import { findWorkspace, type Workspace } from "#db/workspaces.ts";
import { isShutOut } from "./access-end.ts";
import { factorUsedAt } from "./completed-methods.ts";
import { hashToken } from "./random-token.server.ts";
import { currentSession, sessionAal } from "./session.server.ts";
import type { TokenScope } from "./token-scopes.ts";

/** Who is calling: a person with a session, or a token that acts as one. */
export type Caller = {
  workspace: Workspace;
  user: User;
  roles: RegisterRole[];
  /** For the rules of the register. */
  actor: Actor;
  /** For the audit log. */
  auditActor: AuditActor;
  session: {
    idHash: string;
    methods: readonly CompletedMethod[];
    aal: Aal;
    factorUsedAt: Instant | null;
    /** Until when they may still do without a second factor. */
    graceEndsAt: Instant | null;
  } | null;
  token: { id: string; scopes: TokenScope[] } | null;
};

type Call = { request: Request; context: RequestContext };

/** Returns the person whom the engine let in, or null; half a sign-in is nobody. */
export async function optionalCaller({ request, context }: Call): Promise<Caller | null> {
  const session = await currentSession(context.db, { request, ...context });
  return session && session.decisionId !== null ? callerOf(context.db, session, context.now) : null;
}

/**
 * Returns the person whom the engine let in, at AAL1 where an exception or time to enrol did; what needs more asks for it.
 * @throws Response a redirect to the sign-in page, which goes on where the sign-in was left.
 */
export async function requireCaller({ request, context }: Call): Promise<Caller> {
  const caller = await optionalCaller({ request, context });
  if (caller) return caller;
  const { pathname, search } = new URL(request.url);
  // After a form there is no page to go back to.
  const to = request.method === "GET" && pathname !== "/" ? `?to=${encodeURIComponent(pathname + search)}` : "";
  throw redirect(`/sign-in${to}`);
}

/** @throws Response 403 for somebody without a role, who sees only their own records. */
export function requireAnyRole(caller: Caller): void {
  if (!seesAll(caller.roles))
    throw new Response("This page is for people with a role.", { status: 403, statusText: "Forbidden" });
}

/** @throws Response 403 unless the caller is an admin or owner. */
export function requireAdmin(caller: Caller): void {
  if (!isAdmin(caller.roles)) throw new Response("This page is for admins.", { status: 403, statusText: "Forbidden" });
}

/** @throws Response 403 for everybody but admins and auditors. */
export function requirePolicyReader(caller: Caller): void {
  if (!readsPolicy(caller.roles))
    throw new Response("This page is for admins and auditors.", { status: 403, statusText: "Forbidden" });
}

/** @throws Response 403 for whoever may not see the sign-ins of others. */
export function requireOversight(caller: Caller): void {
  if (!seesSignIns(caller.roles))
    throw new Response("This page is for admins, owners and auditors.", { status: 403, statusText: "Forbidden" });
}

async function callerOf(db: Db, session: Session, now: Instant): Promise<Caller | null> {
  const { workspaceId, userId, idHash, methods, graceEndsAt } = session;
  const person = await personOf(db, { workspaceId, userId, now });
  if (!person) return null;
  const proof = { aal: sessionAal(session), factorUsedAt: factorUsedAt(methods) };
  return {
    ...person,
    actor: { userId, roles: person.roles, ...proof },
    auditActor: { kind: "user", id: userId },
    session: { idHash, methods, graceEndsAt, ...proof },
    token: null,
  };
}

type Whose = { workspaceId: string; userId: string; now: Instant };

async function personOf(db: Db, { workspaceId, userId, now }: Whose) {
  const workspace = await findWorkspace(db, workspaceId);
  const user = await findUser(db, workspaceId, userId);
  if (!workspace || !user || isShutOut(user, now)) return null;
  return { workspace, user, roles: await rolesOf(db, workspaceId, userId) };
}

/**
 * Returns the person whom a request's bearer token acts as; cookies never count here. A token that may approve stands
 * for the factor with which it was made (docs/decisions/0004), any other for a single factor.
 * @throws Response 401 without a working token, 403 `insufficient_scope`, both as problem documents.
 */
export async function requireToken({ request, context }: Call, scope: TokenScope): Promise<Caller> {
  const text = /^Bearer +(\S+)$/i.exec(request.headers.get("Authorization") ?? "")?.[1];
  if (text === undefined) throw unauthenticated("Send an API token: Authorization: Bearer mfar_…", "");
  const token = await findLiveToken(context.db, hashToken(text), context.now);
  if (!token) throw unauthenticated("This token is unknown, has ended or was revoked.", ', error="invalid_token"');
  if (token.userId === null || !token.scopes.includes(scope)) throw insufficientScope(scope);
  const { id, workspaceId, userId, scopes } = token;
  const person = await personOf(context.db, { workspaceId, userId, now: context.now });
  if (!person) throw unauthenticated("This token is unknown, has ended or was revoked.", ', error="invalid_token"');
  await noteTokenUse(context.db, token, context.now);
  const aal = scopes.includes("approve") ? 2 : 1;
  return {
    ...person,
    actor: { userId, roles: person.roles, aal, factorUsedAt: token.factorUsedAt },
    auditActor: { kind: "token", id },
    session: null,
    token: { id, scopes },
  };
}

/** The answer to a token that does not work. RFC 6750, section 3: the error is named only when a token was sent. */
export function unauthenticated(detail: string, error: string): Response {
  return problem(401, "unauthenticated", detail, {}, { "WWW-Authenticate": `Bearer realm="MFA register"${error}` });
}

export function insufficientScope(scope: TokenScope): Response {
  const challenge = `Bearer realm="MFA register", error="insufficient_scope", scope="${scope}"`;
  return problem(
    403,
    "insufficient_scope",
    `This needs a ${scope === "request" ? "" : "personal "}token with the scope ${scope}.`,
    { scope },
    { "WWW-Authenticate": challenge },
  );
}
