import type { z } from "zod";
import { reasons } from "#app/engine/types.ts";
import { EvaluationRequestWire, EvaluationResponseWire } from "#app/signins/evaluation-wire.ts";
import { EvaluationsRequestWire, EvaluationsResponseWire } from "#app/signins/evaluations-wire.ts";
import { forwardAuthHeaders } from "#app/signins/forward-auth-request.ts";
import { searchEntities } from "#app/signins/search-request.ts";
import { SearchResponseWire, searchRequestWires } from "#app/signins/search-wire.ts";
import { answered, body, input, output } from "./openapi-parts.ts";

const requestId = {
  name: "X-Request-ID",
  in: "header",
  required: false,
  description: "Comes back with the answer and is kept with the decision.",
  schema: { type: "string", maxLength: 128 },
};

const text = { type: "string" };

const decisionRefusals = {
  "401": answered("No valid token.", text),
  "403": answered("The token lacks the scope `decide`.", text),
  "405": answered("There is another method; `Allow` names it.", text),
  "503": answered("The decision could not be recorded; treat it as a refusal.", text),
};

type Posted = { operationId: string; summary: string; request: z.ZodType; response: unknown; refusals: object };

const post = ({ operationId, summary, request, response, refusals }: Posted, scope: "decide" | "search") => ({
  post: {
    operationId,
    summary,
    security: [{ token: [scope] }],
    parameters: [requestId],
    requestBody: body(input(request)),
    responses: { "200": response, "400": answered("A member is missing or wrongly typed.", text), ...refusals },
  },
});

const searchPaths = Object.fromEntries(
  searchEntities.map((entity) => [
    `/access/v1/search/${entity}`,
    post(
      {
        operationId: `search${entity.charAt(0).toUpperCase()}${entity.slice(1)}`,
        summary: `Find every ${entity} that would be permitted (AuthZEN 1.0)`,
        request: searchRequestWires[entity],
        response: answered("A page of what was found.", output(SearchResponseWire)),
        refusals: {
          "401": answered("No valid token.", text),
          "403": answered("The token lacks the scope `search`, or its person has no role.", text),
          "405": answered("Use POST.", text),
          "413": answered("More than 64 kB.", text),
          "500": answered("A fault on our side; it has been logged.", text),
        },
      },
      "search",
    ),
  ]),
);

const header = (name: string) => ({
  name,
  in: "header",
  required: name === forwardAuthHeaders.subject || name === forwardAuthHeaders.application,
  schema: text,
});

/** The decision point, for the description of the whole interface. */
export const accessPaths = {
  "/access/v1/evaluation": post(
    {
      operationId: "evaluate",
      summary: "May this sign-in, or this step-up, go ahead? (AuthZEN 1.0)",
      request: EvaluationRequestWire,
      response: answered("The decision; a refusal is a 200 with `decision: false`.", output(EvaluationResponseWire)),
      refusals: { ...decisionRefusals, "413": answered("More than 64 kB.", text) },
    },
    "decide",
  ),
  "/access/v1/evaluations": post(
    {
      operationId: "evaluateAll",
      summary: "The same for many at once (AuthZEN 1.0)",
      request: EvaluationsRequestWire,
      response: answered("Decisions and errors, in the order of the request.", output(EvaluationsResponseWire)),
      refusals: { ...decisionRefusals, "413": answered("More than 256 kB.", text) },
    },
    "decide",
  ),
  ...searchPaths,
  "/access/v1/forward-auth": {
    get: {
      operationId: "forwardAuth",
      summary: "May this request pass the proxy?",
      security: [{ token: ["decide"] }],
      parameters: [requestId, ...Object.values(forwardAuthHeaders).map(header)],
      responses: {
        "200": {
          ...answered("It may.", output(EvaluationResponseWire)),
          headers: { "X-MFA-Reason": { schema: { type: "string", enum: [...reasons] } } },
        },
        "400": answered("A header is missing, wrong, or the visitor's own.", text),
        ...decisionRefusals,
        "401": answered("The visitor has to do more, or there is no valid token.", {}),
        "403": answered("The visitor may not, or the token lacks the scope `decide`.", {}),
      },
    },
  },
  "/.well-known/authzen-configuration": {
    get: {
      operationId: "readConfiguration",
      summary: "Where the decision point answers (AuthZEN 1.0)",
      security: [],
      responses: {
        "200": answered("Its addresses.", { type: "object", additionalProperties: text }),
        "404": answered("PUBLIC_URL does not begin with https.", text),
      },
    },
  },
};
