import type { IncomingMessage, ServerResponse } from "node:http";
import type { Decider } from "#app/signins/decide.server.ts";
import type { Answer, Question } from "#app/signins/decide-batch.server.ts";
import { parseEvaluationRequest } from "#app/signins/evaluation-request.ts";
import { readBody } from "./read-body.ts";

export const evaluationPath = "/access/v1/evaluation";

const mostBytes = 64 * 1024;

/** The body is JSON text; headers are names and values in turns, the form that Node writes out fastest. */
type Reply = { status: number; body: string; headers: readonly string[] };

/**
 * Answers `POST /access/v1/evaluation` (AuthZEN 1.0), ahead of everything else that the server does. Every answer is
 * JSON: an evaluation with 200, and with any other status a string that says what is wrong.
 */
export function answerEvaluation(decider: Decider, request: IncomingMessage, response: ServerResponse): void {
  const requestId = requestIdOf(request);
  if (request.method !== "POST") {
    send(response, requestId, refusal(405, "use POST", ["Allow", "POST"]));
    return;
  }
  readBody(request, mostBytes, (text) => {
    const asked = questionOf(request, requestId, text);
    if ("status" in asked) send(response, requestId, asked);
    else void decider.decide(asked).then((answer) => send(response, requestId, replyOf(answer)));
  });
}

/** Returns what is asked, or the refusal if that cannot be told. */
function questionOf({ headers }: IncomingMessage, requestId: string | null, text: string | null): Question | Reply {
  if (text === null) return refusal(413, `the body is larger than ${mostBytes} bytes`, ["Connection", "close"]);
  const token = bearerTokenOf(headers.authorization);
  if (token === null) return refusal(401, "send an API token: Authorization: Bearer …", ["WWW-Authenticate", realm]);
  if (!isJson(headers["content-type"])) return refusal(400, "the content type is not application/json");
  const parsed = parseEvaluationRequest(parseJson(text));
  if (!parsed.ok) return refusal(400, text === "" ? "the body is empty" : parsed.message);
  return { token, requestId, request: parsed.request };
}

const realm = 'Bearer realm="MFA register"';

function replyOf(answer: Answer): Reply {
  switch (answer.kind) {
    case "decided":
      return { status: 200, body: answer.body, headers: [] };
    case "unauthenticated":
      return refusal(401, "the token is unknown, has ended or was revoked", [
        "WWW-Authenticate",
        `${realm}, error="invalid_token"`,
      ]);
    case "insufficient_scope":
      return refusal(403, "the token does not have the scope decide", [
        "WWW-Authenticate",
        `${realm}, error="insufficient_scope", scope="decide"`,
      ]);
    case "overloaded":
      return refusal(503, "too many requests are waiting; there is no decision", ["Retry-After", "1"]);
    case "failed":
      return refusal(503, "the decision could not be recorded, so there is none", ["Retry-After", "1"]);
    default:
      return answer satisfies never;
  }
}

function refusal(status: number, message: string, headers: readonly string[] = []): Reply {
  return { status, body: JSON.stringify(message), headers };
}

function send(response: ServerResponse, requestId: string | null, { status, body, headers }: Reply): void {
  const length = Buffer.byteLength(body);
  const all = [
    "Content-Type",
    "application/json",
    "Cache-Control",
    "no-store",
    "Content-Length",
    String(length),
    ...headers,
  ];
  if (requestId !== null) all.push("X-Request-ID", requestId);
  response.writeHead(status, all);
  // Nearly every answer is plain ASCII, which takes the shorter way to the socket.
  response.end(body, length === body.length ? "latin1" : "utf8");
}

function bearerTokenOf(authorization: string | undefined): string | null {
  return authorization === undefined ? null : (/^Bearer +([\w.~+/=-]+) *$/i.exec(authorization)?.[1] ?? null);
}

function isJson(contentType: string | undefined): boolean {
  return contentType === "application/json" || /^application\/json\s*(;|$)/i.test(contentType ?? "");
}

/** Undefined for text that is not JSON, which is no request either. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The caller's id for this request, if it is one that can go back in a header and into the record. */
function requestIdOf({ headers }: IncomingMessage): string | null {
  const id = headers["x-request-id"];
  return typeof id === "string" && /^[\x21-\x7e](?:[\x20-\x7e]{0,126}[\x21-\x7e])?$/.test(id) ? id : null;
}
