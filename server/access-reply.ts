import type { ServerResponse } from "node:http";
import type { Answer } from "#app/signins/decide.server.ts";
import type { Refusal } from "#app/signins/decide-batch.server.ts";

/** The body is JSON text; headers are names and values in turns, the form that Node writes out fastest. */
export type Reply = {
  status: number;
  body: string;
  headers: readonly string[];
  /** Nobody keeps a decision, so this is "no-store" unless said otherwise. */
  cacheControl?: string;
};

const realm = 'Bearer realm="MFA register"';

/** The header with which a 401 or 403 says what it would take. */
export function challenge(parameters = ""): readonly string[] {
  return ["WWW-Authenticate", parameters === "" ? realm : `${realm}, ${parameters}`];
}

/** A refusal has a JSON string as its body, which says what is wrong. */
export function refusal(status: number, message: string, headers: readonly string[] = []): Reply {
  return { status, body: JSON.stringify(message), headers };
}

/** The refusal of somebody whose token, or the lack of it, does not let them ask. */
export function notAdmitted(kind: "unauthenticated" | "insufficient_scope", scope: string): Reply {
  return kind === "unauthenticated"
    ? refusal(401, "the token is unknown, has ended or was revoked", challenge('error="invalid_token"'))
    : refusal(
        403,
        `the token does not have the scope ${scope}`,
        challenge(`error="insufficient_scope", scope="${scope}"`),
      );
}

export function replyToAnswer(answer: Answer): Reply {
  return answer.kind === "decided" ? { status: 200, body: answer.body, headers: [] } : replyWithout(answer);
}

/** The reply to whoever got no decision. */
export function replyWithout(answer: Refusal): Reply {
  switch (answer.kind) {
    case "unauthenticated":
    case "insufficient_scope":
      return notAdmitted(answer.kind, "decide");
    case "overloaded":
      return refusal(503, "too many requests are waiting; there is no decision", ["Retry-After", "1"]);
    case "failed":
      return refusal(503, "the decision could not be recorded, so there is none", ["Retry-After", "1"]);
    default:
      return answer.kind satisfies never;
  }
}

/** Sends a reply with what every answer has: its length, the caller's id of the request, and who may keep it. */
export function send(response: ServerResponse, requestId: string | null, reply: Reply): void {
  const { status, body, headers, cacheControl = "no-store" } = reply;
  const length = Buffer.byteLength(body);
  const all = [
    "Content-Type",
    "application/json",
    "Cache-Control",
    cacheControl,
    "Content-Length",
    String(length),
    ...headers,
  ];
  if (requestId !== null) all.push("X-Request-ID", requestId);
  response.writeHead(status, all);
  // Nearly every answer is plain ASCII, which takes the shorter way to the socket.
  response.end(body, length === body.length ? "latin1" : "utf8");
}
