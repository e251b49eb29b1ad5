import { hashToken } from "#app/auth/random-token.server.ts";
import type { SecretBox } from "#app/auth/secret-box.server.ts";
import type { Because, Instant } from "#app/engine/types.ts";
import type { Exception } from "#app/register/exception.ts";
import type { Decider } from "#app/signins/decide.server.ts";
import type { EvaluationRequest } from "#app/signins/evaluation-request.ts";
import type { Db } from "#db/connect.ts";
import { findException } from "#db/exceptions.ts";
import { findLiveToken } from "#db/tokens.ts";
import { findUser, findUserByName } from "#db/users.ts";
import { bindDenial, denialMs } from "./denial.server.ts";
import { approvalFault } from "./task.ts";
import { isRequestable, type RequestableReason, templates } from "./template.ts";

type Parts = {
  db: Db;
  secrets: SecretBox;
  publicUrl: URL;
  logFault(fault: unknown): void;
  /** The clock; another one only in tests. */
  now?(): Instant;
};

type Context = { decision_id: string; reason: string; because: Pick<Because, "step" | "hit">[] };

/**
 * A decider that adds to its refusals how to ask for an exception, and why an approval that the caller points to does
 * not count. Whatever it adds, the decision has been made and recorded before.
 */
export function offeringDecider(decider: Decider, parts: Parts): Decider {
  const { logFault } = parts;

  async function added(body: string, token: string, request: EvaluationRequest | undefined): Promise<string> {
    if (!request || !body.startsWith('{"decision":false')) return body;
    try {
      return await withOffer(body, token, request, parts);
    } catch (fault) {
      // The refusal stands; only the offer is missing.
      logFault(fault);
      return body;
    }
  }

  return {
    ...decider,
    async decide(question) {
      const answer = await decider.decide(question);
      if (answer.kind !== "decided") return answer;
      return { ...answer, body: await added(answer.body, question.token, question.request) };
    },
    async decideAll(call) {
      const answer = await decider.decideAll(call);
      if (answer.kind !== "decided") return answer;
      const bodies = answer.bodies.map((body, index) => added(body, call.token, call.requests[index]));
      return { ...answer, bodies: await Promise.all(bodies) };
    },
  };
}

async function withOffer(
  body: string,
  token: string,
  request: EvaluationRequest,
  { db, secrets, publicUrl, now = () => new Date().toISOString() }: Parts,
): Promise<string> {
  const answer = JSON.parse(body) as { context: Context }; // cast: written by this server
  const { context } = answer;
  const isOffered = request.stepUp === undefined && isRequestable(context.reason, context.because);
  if (!isOffered && request.approvalId === undefined) return body;
  const at = now();
  const workspaceId = (await findLiveToken(db, hashToken(token), at))?.workspaceId;
  if (workspaceId === undefined) return body;
  if (isOffered)
    Object.assign(context, {
      evaluation_id: context.decision_id,
      evaluated_at: at,
      access_request: offer(context, workspaceId, request, { secrets, publicUrl, now: at }),
    });
  if (request.approvalId !== undefined) {
    const id = request.approvalId;
    const record = await findException(db, workspaceId, id);
    const isInScope = record !== undefined && (await reaches(db, record, request));
    Object.assign(context, { approval: { id, ...approvalFault(record, { isInScope, now: at }) } });
  }
  return JSON.stringify(answer);
}

function offer(
  { decision_id: decisionId, reason }: Context,
  workspaceId: string,
  { subjectKind, subjectId, applicationId, client }: EvaluationRequest,
  { secrets, publicUrl, now }: { secrets: SecretBox; publicUrl: URL; now: Instant },
) {
  const expiresAt = new Date(Date.parse(now) + denialMs).toISOString();
  const requestable = reason as RequestableReason; // cast: isRequestable has said so
  const about = { subjectKind, subjectId, applicationId, protocol: client.protocol };
  return {
    endpoint: `${publicUrl.origin}/access/v1/requests`,
    template: templates[requestable].category,
    expires_at: expiresAt,
    binding_token: bindDenial(secrets, { workspaceId, decisionId, ...about, reason: requestable, expiresAt }),
    form_url: `${publicUrl.origin}/exceptions/new`,
  };
}

/** Whether a record names whom and what this sign-in is about; whether it lets them in, the decision has said. */
async function reaches(
  db: Db,
  { workspaceId, scope }: Exception,
  { subjectKind, subjectId, applicationId }: EvaluationRequest,
): Promise<boolean> {
  if (scope.applications.length > 0 && !scope.applications.includes(applicationId)) return false;
  if (scope.groups.length + scope.roles.length > 0) return true;
  if (subjectKind === "service_principal") return scope.servicePrincipals.includes(subjectId);
  const user = (await findUserByName(db, workspaceId, subjectId)) ?? (await findUser(db, workspaceId, subjectId));
  return user !== undefined && scope.users.includes(user.id);
}
