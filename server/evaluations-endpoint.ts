import type { IncomingMessage } from "node:http";
import type { Decider } from "#app/signins/decide.server.ts";
import { parseEvaluationsRequest } from "#app/signins/evaluations-request.ts";
import { decidableOf, evaluationsResponse } from "#app/signins/evaluations-response.ts";
import { type Reply, refusal, replyToAnswer, replyWithout } from "./access-reply.ts";
import { askedOf, requestIdOf } from "./access-request.ts";

const mostBytes = 256 * 1024;

/** Answers `POST /access/v1/evaluations` (AuthZEN 1.0): many decisions in one call, taken and recorded together. */
export async function replyToEvaluations(decider: Decider, request: IncomingMessage): Promise<Reply> {
  const asked = await askedOf(request, mostBytes);
  if ("status" in asked) return asked;
  const { token, body, text } = asked;
  const requestId = requestIdOf(request);
  const read = parseEvaluationsRequest(body);
  if (read.kind === "malformed") return refusal(400, text === "" ? "the body is empty" : read.message);
  if (read.kind === "single") {
    const { parsed } = read;
    return parsed.ok
      ? replyToAnswer(await decider.decide({ token, requestId, request: parsed.request }))
      : refusal(400, parsed.message);
  }
  const { call } = read;
  const answer = await decider.decideAll({ token, requestId, requests: decidableOf(call), semantic: call.semantic });
  return answer.kind === "decided"
    ? { status: 200, body: evaluationsResponse(call, answer), headers: [] }
    : replyWithout(answer);
}
