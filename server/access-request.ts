import type { IncomingMessage } from "node:http";
import { challenge, type Reply, refusal } from "./access-reply.ts";
import { readBody } from "./read-body.ts";

/** The caller's id for this request, if it is one that can go back in a header and into the record. */
export function requestIdOf({ headers }: IncomingMessage): string | null {
  const id = headers["x-request-id"];
  return typeof id === "string" && /^[\x21-\x7e](?:[\x20-\x7e]{0,126}[\x21-\x7e])?$/.test(id) ? id : null;
}

/** Returns the token that a request carries, or the refusal of one that carries none. */
export function bearerTokenOf({ headers: { authorization } }: IncomingMessage): string | Reply {
  const token = authorization === undefined ? undefined : /^Bearer +([\w.~+/=-]+) *$/i.exec(authorization)?.[1];
  return token ?? refusal(401, "send an API token: Authorization: Bearer …", challenge());
}

/** What a request with a body asks, as JSON. */
export type Asked = { token: string; body: unknown; text: string };

/** Hands on what is asked, or the refusal if that cannot be told. A callback, for the reason that `readBody` has one. */
export function readAsked(request: IncomingMessage, mostBytes: number, use: (asked: Asked | Reply) => void): void {
  if (request.method !== "POST") {
    use(refusal(405, "use POST", ["Allow", "POST"]));
    return;
  }
  readBody(request, mostBytes, (text) => use(askedIn(request, mostBytes, text)));
}

/** The same as a promise, for endpoints that wait for more than that anyway. */
export function askedOf(request: IncomingMessage, mostBytes: number): Promise<Asked | Reply> {
  return new Promise((use) => readAsked(request, mostBytes, use));
}

function askedIn(request: IncomingMessage, mostBytes: number, text: string | null): Asked | Reply {
  if (text === null) return refusal(413, `the body is larger than ${mostBytes} bytes`, ["Connection", "close"]);
  const token = bearerTokenOf(request);
  if (typeof token !== "string") return token;
  if (!isJson(request.headers["content-type"])) return refusal(400, "the content type is not application/json");
  return { token, body: parseJson(text), text };
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
