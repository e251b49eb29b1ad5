import type { Request, RequestHandler } from "express";

/** What other front ends of the organisation may call: the factor endpoints and nothing else. */
const factorEndpoints = new Map([
  ["/api/auth/mfa/challenge/webauthn", "GET"],
  ["/api/auth/mfa/verify/webauthn", "POST"],
  ["/api/mfa/passkeys/start", "POST"],
  ["/api/mfa/passkeys/finish", "POST"],
]);

/** Whether a request is a page's of a front end that may call this endpoint with the visitor's cookies. */
export function isOfFrontEnd({ path, headers: { origin } }: Request, frontEnds: readonly string[]): boolean {
  return factorEndpoints.has(path) && origin !== undefined && frontEnds.includes(origin);
}

/** Tells browsers which pages beside our own may call the factor endpoints (CORS, with cookies); without any, nothing. */
export function letFrontEndsIn(frontEnds: readonly string[]): RequestHandler {
  return (request, response, next) => {
    const method = factorEndpoints.get(request.path);
    if (method === undefined || frontEnds.length === 0) return next();
    response.vary("Origin");
    if (!isOfFrontEnd(request, frontEnds)) return next();
    response.setHeader("Access-Control-Allow-Origin", request.headers.origin ?? "");
    response.setHeader("Access-Control-Allow-Credentials", "true");
    if (request.method !== "OPTIONS") return next();
    response.setHeader("Access-Control-Allow-Methods", method);
    response.setHeader("Access-Control-Allow-Headers", "Content-Type");
    response.setHeader("Access-Control-Max-Age", "600");
    response.status(204).end();
  };
}
