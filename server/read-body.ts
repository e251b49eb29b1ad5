import type { IncomingMessage } from "node:http";

/** Beyond this the sender is cut off; below it they are heard out, so that they read the refusal. */
const patience = 16;

/**
 * Reads a request's body as text; null when it is longer than `most` bytes. A body that breaks off is never answered,
 * since nobody is there any more.
 */
export function readBody(request: IncomingMessage, most: number): Promise<string | null> {
  return new Promise((resolve) => {
    let first: Buffer | null = null;
    let more: Buffer[] | null = null;
    let length = 0;
    request.on("data", (chunk: Buffer) => {
      length += chunk.length;
      if (length > most * patience) {
        request.pause();
        resolve(null);
      } else if (length > most) more = null;
      else if (first === null) first = chunk;
      else if (more === null) more = [first, chunk];
      else more.push(chunk);
    });
    request.on("end", () => {
      if (length > most) resolve(null);
      else if (more !== null) resolve(Buffer.concat(more).toString("utf8"));
      else resolve(first === null ? "" : first.toString("utf8"));
    });
  });
}
