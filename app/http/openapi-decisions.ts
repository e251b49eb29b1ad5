import { DecisionSummaryWire, DecisionWire } from "#app/signins/decision-wire.ts";
import { SignInParams } from "#app/signins/sign-in-query.ts";
import { WhatIfRequest } from "#app/what-if/what-if-request.ts";
import { WhatIfWire } from "#app/what-if/what-if-wire.ts";
import { answered, body, input, output, ref, refusedAnswers } from "./openapi-parts.ts";

const { 400: badRequest, 401: noToken, 403: notYou, 404: notFound, 405: otherMethod, 500: fault } = refusedAnswers;
const read = { security: [{ token: ["read"] }] };

const listParameters = Object.entries(SignInParams.shape).map(([name, schema]) => ({
  name,
  in: "query",
  required: false,
  schema: input(schema),
}));

/** What has been decided, and what would be. */
export const decisionPaths = {
  "/api/v1/decisions": {
    get: {
      ...read,
      operationId: "listDecisions",
      summary: "List decisions about sign-ins by cursor, newest first; without oversight, one's own",
      parameters: listParameters,
      responses: {
        "200": answered("A page of decisions.", {
          type: "object",
          required: ["data", "next_cursor"],
          additionalProperties: false,
          properties: {
            data: { type: "array", items: output(DecisionSummaryWire) },
            next_cursor: { type: ["string", "null"], description: "Send it as `cursor`; null at the end." },
          },
        }),
        ...{ "400": badRequest, "401": noToken, "403": notYou, "405": otherMethod, "500": fault },
      },
    },
  },
  "/api/v1/decisions/{id}": {
    parameters: [{ name: "id", in: "path", required: true, schema: { type: "string" } }],
    get: {
      ...read,
      operationId: "readDecision",
      summary: "Read one decision with what it rested on, evaluated again from that",
      responses: {
        "200": answered("The decision.", ref("Decision")),
        ...{ "401": noToken, "403": notYou, "404": notFound, "405": otherMethod, "500": fault },
      },
    },
  },
  "/api/v1/what-if": {
    post: {
      ...read,
      operationId: "tryWhatIf",
      summary: "Say how a sign-in would be decided, also under drafts; nothing is recorded",
      requestBody: body(input(WhatIfRequest)),
      responses: { "200": answered("The answers, under each of what was asked.", ref("WhatIf")), ...refusedAnswers },
    },
  },
};

export const decisionSchemas = { Decision: output(DecisionWire), WhatIf: output(WhatIfWire) };
