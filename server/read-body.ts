import type { IncomingMessage } from "node:http";

/** Beyond this the sender is cut off; below it they are heard out, so that they read the refusal. */
const patience = 16;

/**
 * Hands on a request's body as text, or null when it is longer than `most` bytes. A body that breaks off is never handed
 * on, since nobody waits for an answer any more. A callback, because a promise is felt where answers are this many.
 */
export function readBody(request: IncomingMessage, most: number, use: (text: string | null) => void): void {
  let body: Buffer | null = null;
  let length = 0;
  request.on("data", (chunk: Buffer) => {
    length += chunk.length;
    if (length <= most) body = body === null ? chunk : Buffer.concat([body, chunk]);
    else if (length > most * patience) {
      request.removeAllListeners("data").removeAllListeners("end").pause();
      use(null);
    }
  });
  request.on("end", () => {
    if (length > most) use(null);
    else use(body === null ? "" : body.toString("utf8"));
  });
}
