import { DelegationWire, NewDelegationWire } from "#app/register/delegation-wire.ts";
import { answered, body, idempotencyKey, input, output, ref, refusedAnswers } from "./openapi-parts.ts";

/** Approvers' places, given to others for a time, for the description of the whole interface. */
export const delegationPaths = {
  "/api/v1/delegations": {
    get: {
      operationId: "listDelegations",
      summary: "List the delegations that you gave or take; everybody's for admins and auditors",
      security: [{ token: ["read"] }],
      responses: {
        "200": answered("What runs longest comes first.", {
          type: "object",
          required: ["data"],
          properties: { data: { type: "array", items: ref("Delegation") } },
        }),
        ...refusedAnswers,
      },
    },
    post: {
      operationId: "delegate",
      summary: "Give your place among the approvers to somebody else for a time",
      security: [{ token: ["approve"] }],
      parameters: [idempotencyKey],
      requestBody: body(input(NewDelegationWire)),
      responses: { "201": answered("The delegation.", ref("Delegation")), ...refusedAnswers },
    },
  },
  "/api/v1/delegations/{id}": {
    parameters: [{ name: "id", in: "path", required: true, schema: { type: "string" } }],
    delete: {
      operationId: "endDelegation",
      summary: "End a delegation before its time",
      security: [{ token: ["write"] }],
      responses: { "200": answered("The delegation, which has ended.", ref("Delegation")), ...refusedAnswers },
    },
  },
};

export const delegationSchemas = { Delegation: output(DelegationWire) };
