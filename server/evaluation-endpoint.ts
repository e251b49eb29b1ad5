import type { IncomingMessage, ServerResponse } from "node:http";
import type { Decider, Question } from "#app/signins/decide.server.ts";
import { parseEvaluationRequest } from "#app/signins/evaluation-request.ts";
import { type Reply, refusal, replyToAnswer, send } from "./access-reply.ts";
import { type Asked, readAsked, requestIdOf } from "./access-request.ts";

const mostBytes = 64 * 1024;

/**
 * Answers `POST /access/v1/evaluation` (AuthZEN 1.0), ahead of everything else that the server does. Every answer is
 * JSON: an evaluation with 200, and with any other status a string that says what is wrong.
 */
export function answerEvaluation(decider: Decider, request: IncomingMessage, response: ServerResponse): void {
  const requestId = requestIdOf(request);
  readAsked(request, mostBytes, (asked) => {
    const question = "status" in asked ? asked : questionOf(asked, requestId);
    if ("status" in question) send(response, requestId, question);
    else void decider.decide(question).then((answer) => send(response, requestId, replyToAnswer(answer)));
  });
}

function questionOf({ token, body, text }: Asked, requestId: string | null): Question | Reply {
  const parsed = parseEvaluationRequest(body);
  if (!parsed.ok) return refusal(400, text === "" ? "the body is empty" : parsed.message);
  return { token, requestId, request: parsed.request };
}
