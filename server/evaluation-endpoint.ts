import { hash } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Decider } from "#app/signins/decide.server.ts";
import type { Answer } from "#app/signins/decide-batch.server.ts";
import { parseEvaluationRequest } from "#app/signins/evaluation-request.ts";
import { readBody } from "./read-body.ts";

export const evaluationPath = "/access/v1/evaluation";

const mostBytes = 64 * 1024;

type Reply = { status: number; body: string; headers?: Record<string, string> };

/**
 * Answers `POST /access/v1/evaluation` (AuthZEN 1.0), ahead of everything else that the server does. Every answer is
 * JSON: an evaluation with 200, and with any other status a string that says what is wrong.
 */
export async function answerEvaluation(
  decider: Decider,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const requestId = requestIdOf(request);
  const { status, body, headers } = await replyTo(decider, request, requestId);
  const length = Buffer.byteLength(body);
  response.writeHead(status, {
    "Content-Type": "application/json",
    "Cache-Control": "no-store",
    "Content-Length": length,
    ...(requestId !== null && { "X-Request-ID": requestId }),
    ...headers,
  });
  // Nearly every answer is plain ASCII, which takes the shorter way to the socket.
  response.end(body, length === body.length ? "latin1" : "utf8");
}

async function replyTo(decider: Decider, request: IncomingMessage, requestId: string | null): Promise<Reply> {
  if (request.method !== "POST") return refusal(405, "use POST", { Allow: "POST" });
  const token = bearerTokenOf(request);
  const text = await readBody(request, mostBytes);
  if (text === null) return refusal(413, `the body is larger than ${mostBytes} bytes`, { Connection: "close" });
  if (token === null) return refusal(401, "send an API token: Authorization: Bearer …", { "WWW-Authenticate": realm });
  if (!isJson(request.headers["content-type"])) return refusal(400, "the content type is not application/json");
  const parsed = parseEvaluationRequest(parseJson(text));
  if (!parsed.ok) return refusal(400, text === "" ? "the body is empty" : parsed.message);
  return replyOf(await decider.decide({ tokenHash: hash("sha256", token), requestId, request: parsed.request }));
}

const realm = 'Bearer realm="MFA register"';

function replyOf(answer: Answer): Reply {
  switch (answer.kind) {
    case "decided":
      return { status: 200, body: answer.body };
    case "unauthenticated":
      return refusal(401, "the token is unknown, has ended or was revoked", {
        "WWW-Authenticate": `${realm}, error="invalid_token"`,
      });
    case "insufficient_scope":
      return refusal(403, "the token does not have the scope decide", {
        "WWW-Authenticate": `${realm}, error="insufficient_scope", scope="decide"`,
      });
    case "overloaded":
      return refusal(503, "too many requests are waiting; there is no decision", { "Retry-After": "1" });
    case "failed":
      return refusal(503, "the decision could not be recorded, so there is none", { "Retry-After": "1" });
    default:
      return answer satisfies never;
  }
}

function refusal(status: number, message: string, headers: Record<string, string> = {}): Reply {
  return { status, body: JSON.stringify(message), headers };
}

function bearerTokenOf({ headers }: IncomingMessage): string | null {
  const { authorization } = headers;
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
