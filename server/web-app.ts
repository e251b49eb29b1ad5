import { randomBytes } from "node:crypto";
import { fileURLToPath } from "node:url";
import { createRequestHandler } from "@remix-run/express";
import type { AppLoadContext, ServerBuild } from "@remix-run/node";
import compression from "compression";
import express, { type Express, type Request, type Response } from "express";
import type { Logger } from "pino";
import { refuseCrossOrigin } from "#app/auth/same-origin.ts";
import type { Env } from "#app/env.server.ts";
import type { RequestContext } from "#app/http/load-context.server.ts";
import { isOfFrontEnd, letFrontEndsIn } from "./let-front-ends-in.ts";
import { limitBodies } from "./limit-bodies.ts";
import { logRequests } from "./log-requests.ts";
import { securityHeaders } from "./security-headers.ts";
import { showMail } from "./show-mail.ts";

type Parts = {
  env: Env;
  log: Logger;
  /** What every request is handed, beside what is its own. */
  context: Pick<
    RequestContext,
    | "db"
    | "ownSignIns"
    | "publicUrl"
    | "relyingParty"
    | "secrets"
    | "outside"
    | "attachments"
    | "exportsFolder"
    | "runner"
    | "sendsMail"
    | "takesAccessRequests"
    | "isDemo"
    | "mailbox"
    | "logFault"
  >;
  isDev: boolean;
};

const clientFolder = fileURLToPath(new URL("../build/client", import.meta.url));
const serverBuild = new URL("../build/server/index.js", import.meta.url).href;

/**
 * Makes the web app: pages and the API, served by Remix behind what every request passes.
 * @throws when the screens have not been built.
 */
export async function createWebApp({ env, log, context, isDev }: Parts): Promise<Express> {
  const app = express();
  app.disable("x-powered-by");
  app.set("trust proxy", env.TRUSTED_PROXIES.length > 0 ? env.TRUSTED_PROXIES : false);
  app.use((_request, response, next) => {
    response.locals.nonce = randomBytes(16).toString("base64");
    next();
  });
  if (context.mailbox) app.get("/demo/mailbox/:id/html", showMail(context.mailbox));
  app.use(securityHeaders({ publicUrl: context.publicUrl, isDev }));

  const { build, mode } = await (isDev ? serveFromSources(app) : serveFromBuild(app));
  app.use(logRequests(log));
  const [ours, ...frontEnds] = context.relyingParty.origins;
  app.use(letFrontEndsIn(frontEnds));
  app.use(limitBodies);
  app.use((request, response, next) => {
    // The API never looks at cookies, so no other site can make a browser act there; it answers for itself.
    const isApi = request.path.startsWith("/api/v1/");
    const mayPass = isApi || isOfFrontEnd(request, frontEnds);
    const refusal = mayPass ? null : refuseCrossOrigin(request.method, request.headers, ours);
    if (refusal === null) next();
    else response.status(403).type("text").send(refusal);
  });
  const getLoadContext = (request: Request, response: Response): AppLoadContext => ({
    ...context,
    now: new Date().toISOString(),
    ip: request.ip ?? null,
    nonce: response.locals.nonce as string, // cast: set above for every request
  });
  app.all("*", createRequestHandler({ build, mode, getLoadContext }));
  return app;
}

type Served = { build: ServerBuild | (() => Promise<ServerBuild>); mode: "production" | "development" };

async function serveFromBuild(app: Express): Promise<Served> {
  // Files only: a page that mixes what somebody typed with what nobody else may know is not to be compressed (BREACH).
  const compressed = compression();
  // Names under assets/ change with their content.
  app.use(
    "/assets",
    compressed,
    express.static(`${clientFolder}/assets`, { immutable: true, maxAge: "1y", index: false }),
  );
  app.use(express.static(clientFolder, { maxAge: "1h", index: false }));
  const build = (await import(serverBuild).catch((cause: unknown) => {
    throw new Error("the screens could not be loaded; `npm run build` makes them", { cause });
  })) as ServerBuild; // cast: what Remix wrote
  return { build, mode: "production" };
}

async function serveFromSources(app: Express): Promise<Served> {
  const { createServer } = await import("vite");
  const vite = await createServer({ server: { middlewareMode: true } });
  app.use(vite.middlewares);
  const build = async () => (await vite.ssrLoadModule("virtual:remix/server-build")) as ServerBuild; // cast: what Remix makes
  return { build, mode: "development" };
}
