import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Instant } from "#app/engine/types.ts";
import type { Decider } from "#app/signins/decide.server.ts";
import type { Db } from "#db/connect.ts";
import { accessEndpoints } from "./access-endpoints.ts";
import { answerHealth, answerReadiness } from "./health.ts";

type Parts = {
  db: Db;
  decider: Decider;
  publicUrl: URL;
  /** Whether the decision point's metadata names where exceptions are asked for. */
  takesAccessRequests?: boolean;
  /** Told of what could not be answered. */
  logFault(fault: unknown): void;
  /** The clock; another one only in tests. */
  now?(): Instant;
  /** Answers everything that is not a decision or a health check. */
  answerRest(request: IncomingMessage, response: ServerResponse): void;
};

const second = 1000;

/** Makes the server: decisions are the hot path and are answered before anything else looks at the request. */
export function createHttpServer({ answerRest, ...parts }: Parts): Server {
  const { db, now = () => new Date().toISOString() } = parts;
  const endpoints = accessEndpoints({ ...parts, now });
  const server = createServer((request, response) => {
    // A server that is stopping says so, or clients would go on sending on connections that they keep open.
    if (!server.listening) response.setHeader("Connection", "close");
    const path = pathOf(request.url);
    const answer = endpoints.get(path);
    if (answer !== undefined) answer(request, response);
    else if (path === "/healthz") answerHealth(response);
    else if (path === "/readyz") void answerReadiness(db, response);
    else answerRest(request, response);
  });
  // Longer than a load balancer keeps an idle connection, so that it is never the one to be surprised.
  server.keepAliveTimeout = 65 * second;
  // Headers that drip in are cut off early; a whole request, which may be 25 MB, has to be there within two minutes.
  server.headersTimeout = 10 * second;
  server.requestTimeout = 120 * second;
  return server;
}

function pathOf(url = "/"): string {
  const query = url.indexOf("?");
  return query === -1 ? url : url.slice(0, query);
}
