import type { AuditActor } from "#app/audit/events.ts";
import type { RequestContext } from "#app/http/load-context.server.ts";
import type { RegisterRole } from "#app/register/roles.ts";
import { findLiveToken, noteTokenUse } from "#db/tokens.ts";
import { rolesOf } from "#db/users.ts";
import { findWorkspace, type Workspace } from "#db/workspaces.ts";
import { insufficientScope, unauthenticated } from "./caller.server.ts";
import { hashToken } from "./random-token.server.ts";

/** Who asks for access: a person, or a service for the subject of a refusal. */
export type Requester = {
  workspace: Workspace;
  token: { id: string };
  /** Null for a service, which is nobody and asks for those whom it was refused. */
  person: { userId: string; roles: RegisterRole[] } | null;
  auditActor: AuditActor;
};

/**
 * Returns who asks with a token of the scope `request`.
 * @throws Response 401 without a working token, 403 `insufficient_scope`, both as problem documents.
 */
export async function requireRequester({
  request,
  context,
}: {
  request: Request;
  context: RequestContext;
}): Promise<Requester> {
  const text = /^Bearer +(\S+)$/i.exec(request.headers.get("Authorization") ?? "")?.[1];
  if (text === undefined) throw unauthenticated("Send an API token: Authorization: Bearer mfar_…", "");
  const token = await findLiveToken(context.db, hashToken(text), context.now);
  const workspace = token && (await findWorkspace(context.db, token.workspaceId));
  if (!workspace) throw unauthenticated("This token is unknown, has ended or was revoked.", ', error="invalid_token"');
  if (!token.scopes.includes("request")) throw insufficientScope("request");
  await noteTokenUse(context.db, token, context.now);
  const { id, userId } = token;
  const person = userId === null ? null : { userId, roles: await rolesOf(context.db, workspace.id, userId) };
  return { workspace, token: { id }, person, auditActor: { kind: "token", id } };
}
