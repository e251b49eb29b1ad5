import { AccessRequestWire, TaskWire } from "#app/access-requests/access-request-wire.ts";
import { answered, body, exceptionId, idempotencyKey, input, output, ref, refusedAnswers } from "./openapi-parts.ts";

const task = answered("The task.", ref("AccessRequestTask"));
const expired = {
  description: "The refusal is too old.",
  content: { "application/problem+json": { schema: ref("Problem") } },
};

/** Access requests after the AuthZEN draft, which a server takes where ACCESS_REQUESTS is on. */
export const accessRequestPaths = {
  "/access/v1/requests": {
    post: {
      operationId: "requestAccess",
      summary: "Ask for an exception after a refused sign-in (AuthZEN draft)",
      security: [{ token: ["request"] }],
      parameters: [idempotencyKey],
      requestBody: body(input(AccessRequestWire)),
      responses: { "202": task, ...refusedAnswers, "410": expired },
    },
  },
  "/access/v1/requests/{id}": {
    parameters: [exceptionId],
    get: {
      operationId: "getAccessRequest",
      summary: "Read how a request stands",
      security: [{ token: ["request"] }],
      responses: { "200": task, ...refusedAnswers },
    },
  },
  "/access/v1/requests/{id}/cancel": {
    parameters: [exceptionId],
    post: {
      operationId: "cancelAccessRequest",
      summary: "Take a request back before it is decided",
      security: [{ token: ["request"] }],
      parameters: [idempotencyKey],
      responses: { "200": task, ...refusedAnswers },
    },
  },
};

export const accessRequestSchemas = { AccessRequestTask: output(TaskWire) };
