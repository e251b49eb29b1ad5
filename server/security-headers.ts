import type { RequestHandler } from "express";
import helmet from "helmet";

type Options = { publicUrl: URL; isDev: boolean };

/**
 * Sets the security headers. Scripts run only from our own files or with the nonce of the page, which
 * `response.locals.nonce` holds. HSTS and upgrading are left out on http, where they would lock people out.
 */
export function securityHeaders({ publicUrl, isDev }: Options): RequestHandler {
  const isHttps = publicUrl.protocol === "https:";
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'", (_request, response) => `'nonce-${nonceOf(response)}'`],
        // Vite hands styles to the page as it is developed.
        styleSrc: isDev ? ["'self'", "'unsafe-inline'"] : ["'self'"],
        imgSrc: ["'self'", "data:"],
        connectSrc: isDev ? ["'self'", "ws:"] : ["'self'"],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
        formAction: ["'self'"],
        ...(isHttps && { upgradeInsecureRequests: [] }),
      },
    },
    strictTransportSecurity: isHttps && { maxAge: 31_536_000, includeSubDomains: true },
    xFrameOptions: { action: "deny" },
    // Links that carry a one-time token must not be told to anybody.
    referrerPolicy: { policy: "same-origin" },
    crossOriginEmbedderPolicy: false,
  });
}

function nonceOf(response: object): string {
  const { nonce } = "locals" in response ? (response.locals as { nonce?: unknown }) : {}; // cast: express sets locals
  if (typeof nonce !== "string") throw new Error("the page has no nonce, expected one before its security headers");
  return nonce;
}
