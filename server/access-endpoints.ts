import type { IncomingMessage, ServerResponse } from "node:http";
import type { Instant } from "#app/engine/types.ts";
import type { Decider } from "#app/signins/decide.server.ts";
import { createSearch } from "#app/signins/search.server.ts";
import { searchEntities } from "#app/signins/search-request.ts";
import type { Db } from "#db/connect.ts";
import { type Reply, refusal, send } from "./access-reply.ts";
import { requestIdOf } from "./access-request.ts";
import { replyWithConfiguration } from "./authzen-configuration.ts";
import { answerEvaluation } from "./evaluation-endpoint.ts";
import { replyToEvaluations } from "./evaluations-endpoint.ts";
import { replyToForwardAuth } from "./forward-auth-endpoint.ts";
import { replyToSearch } from "./search-endpoint.ts";

type Parts = {
  db: Db;
  decider: Decider;
  publicUrl: URL;
  takesAccessRequests?: boolean;
  logFault(fault: unknown): void;
  now(): Instant;
};

type Endpoint = (request: IncomingMessage, response: ServerResponse) => void;

/** Returns what answers each address of the decision point, ahead of everything else that the server does. */
export function accessEndpoints({ db, decider, logFault, now, ...announced }: Parts): ReadonlyMap<string, Endpoint> {
  const search = createSearch(db);

  const replying =
    (replyTo: (request: IncomingMessage) => Reply | Promise<Reply>): Endpoint =>
    async (request, response) => {
      const requestId = requestIdOf(request);
      try {
        send(response, requestId, await replyTo(request));
      } catch (fault) {
        logFault(fault);
        send(response, requestId, refusal(500, "a fault on our side; it has been logged"));
      }
    };

  return new Map<string, Endpoint>([
    ["/access/v1/evaluation", (request, response) => answerEvaluation(decider, request, response)],
    ["/access/v1/evaluations", replying((request) => replyToEvaluations(decider, request))],
    ...searchEntities.map((entity): [string, Endpoint] => [
      `/access/v1/search/${entity}`,
      replying((request) => replyToSearch(request, { db, search, entity, now: now() })),
    ]),
    ["/access/v1/forward-auth", replying((request) => replyToForwardAuth(decider, request))],
    ["/.well-known/authzen-configuration", replying((request) => replyWithConfiguration(announced, request))],
  ]);
}
