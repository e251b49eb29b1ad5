import type { IncomingMessage } from "node:http";
import type { Decider } from "#app/signins/decide.server.ts";
import { parseEvaluationRequest } from "#app/signins/evaluation-request.ts";
import { EvaluationResponseWire } from "#app/signins/evaluation-wire.ts";
import { forwardAuthHeaders, readForwardAuth } from "#app/signins/forward-auth-request.ts";
import { type Reply, refusal, replyWithout } from "./access-reply.ts";
import { bearerTokenOf, requestIdOf } from "./access-request.ts";

/**
 * Answers `GET /access/v1/forward-auth` for proxies that ask before they let a request through, as nginx does with
 * auth_request: 200 lets it through, 401 sends the visitor to do more, 403 turns them away. Any other status is a no too.
 */
export async function replyToForwardAuth(decider: Decider, request: IncomingMessage): Promise<Reply> {
  if (request.method !== "GET") return refusal(405, "use GET", ["Allow", "GET"]);
  const token = bearerTokenOf(request);
  if (typeof token !== "string") return token;
  const asked = readForwardAuth(request.headersDistinct);
  if (!asked.ok) return refusal(400, asked.message);
  const parsed = parseEvaluationRequest(asked.body);
  if (!parsed.ok) return refusal(400, inHeaders(parsed.message));
  const answer = await decider.decide({ token, requestId: requestIdOf(request), request: parsed.request });
  return answer.kind === "decided" ? replyOf(answer.body) : replyWithout(answer);
}

function replyOf(body: string): Reply {
  const { decision, context } = EvaluationResponseWire.parse(JSON.parse(body));
  const { outcome, reason, exception, grace } = context;
  const headers = [
    "X-MFA-Decision-Id",
    context.decision_id,
    "X-MFA-Outcome",
    outcome,
    "X-MFA-Reason",
    reason,
    "X-MFA-Required-AAL",
    String(context.required_aal),
    "X-MFA-Achieved-AAL",
    String(context.achieved_aal),
  ];
  if (context.acceptable_factors.length > 0)
    headers.push("X-MFA-Acceptable-Factors", context.acceptable_factors.join(" "));
  if (exception) headers.push("X-MFA-Exception", exception.id);
  const endsAt = exception?.ends_at ?? grace?.ends_at;
  if (endsAt !== undefined) headers.push("X-MFA-Ends-At", endsAt);
  if (decision) return { status: 200, body, headers };
  if (outcome === "deny") return { status: 403, body, headers };
  return { status: 401, body, headers: [...headers, "WWW-Authenticate", challengeOf(context)] };
}

/** As in RFC 9470: what would have to be done, for a client that can. */
function challengeOf({ acr_values: acr, max_age: maxAge }: EvaluationContext): string {
  const error = 'Bearer error="insufficient_user_authentication", error_description="More is asked of this session"';
  return acr === undefined ? error : `${error}, acr_values="${acr}", max_age="${maxAge}"`;
}

type EvaluationContext = ReturnType<typeof EvaluationResponseWire.parse>["context"];

/** Names the header where the rules of evaluation name the member of a body. */
function inHeaders(message: string): string {
  return message
    .replace(/^subject\.id/, forwardAuthHeaders.subject)
    .replace(/^subject\.type/, forwardAuthHeaders.subjectType)
    .replace(/^resource\.id/, forwardAuthHeaders.application)
    .replace(/^action\.name/, forwardAuthHeaders.action)
    .replace(/^context\.max_age/, forwardAuthHeaders.maxAge)
    .replace(/^context\.completed_methods/, forwardAuthHeaders.methods);
}
