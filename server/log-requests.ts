import type { RequestHandler } from "express";
import type { Logger } from "pino";

/** Writes one line per answered request. Long parts of a path are one-time tokens and stay out, as does the query. */
export function logRequests(log: Logger): RequestHandler {
  return (request, response, next) => {
    const started = performance.now();
    response.on("finish", () => {
      const ms = Math.round(performance.now() - started);
      log.info(
        { method: request.method, path: speakablePath(request.path), status: response.statusCode, ms },
        "answered",
      );
    });
    next();
  };
}

const longestPart = 24;

function speakablePath(path: string): string {
  return path
    .split("/")
    .map((part) => (part.length > longestPart ? "…" : part))
    .join("/");
}
