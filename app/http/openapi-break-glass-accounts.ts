import {
  AttestationPost,
  BreakGlassAccountPost,
  BreakGlassAccountPut,
  BreakGlassAccountsWire,
  BreakGlassAccountWire,
  BypassAccountWire,
  RetirementBody,
  RotationPost,
  RotationWire,
} from "#app/break-glass/account-wire.ts";
import { answered, body, idempotencyKey, input, output, ref, refusedAnswers } from "./openapi-parts.ts";

const list = (items: unknown, more: Record<string, unknown> = {}) => ({
  type: "object",
  required: ["data"],
  properties: { data: { type: "array", items }, ...more },
});
const read = { security: [{ token: ["read"] }] };
// What is kept for emergencies is changed with a factor used a moment ago, which only the scope approve stands for.
const keep = { security: [{ token: ["policy", "approve"] }] };
const vouch = { security: [{ token: ["approve"] }] };

const id = (example: string) => ({ name: "id", in: "path", required: true, schema: { type: "string" }, example });

const rotationsOf = (operation: string, what: string, example: string) => ({
  parameters: [id(example)],
  get: {
    operationId: `list${operation}`,
    summary: `List the rotations of ${what}, the latest first`,
    ...read,
    responses: { "200": answered("The rotations.", list(ref("Rotation"))), ...refusedAnswers },
  },
  post: {
    operationId: `record${operation}`,
    summary: `Record that you replaced the secret of ${what}; it counts once somebody else has attested it`,
    ...vouch,
    parameters: [idempotencyKey],
    requestBody: body(input(RotationPost)),
    responses: { "201": answered("The rotation.", ref("Rotation")), ...refusedAnswers },
  },
});

/** Accounts for emergencies and the rotation of secrets, for the description of the whole interface. */
export const breakGlassAccountPaths = {
  "/api/v1/break-glass/accounts": {
    get: {
      operationId: "listBreakGlassAccounts",
      summary: "List the accounts that are kept for emergencies, and what is wrong with them",
      ...read,
      responses: { "200": answered("The accounts.", ref("BreakGlassAccounts")), ...refusedAnswers },
    },
    post: {
      operationId: "registerBreakGlassAccount",
      summary: "Keep a bypass account for emergencies from now on",
      ...keep,
      parameters: [idempotencyKey],
      requestBody: body(input(BreakGlassAccountPost)),
      responses: { "201": answered("The account.", ref("BreakGlassAccount")), ...refusedAnswers },
    },
  },
  "/api/v1/break-glass/accounts/{id}": {
    parameters: [id("usr_3k9")],
    get: {
      operationId: "readBreakGlassAccount",
      summary: "Read an account that is kept for emergencies",
      ...read,
      responses: { "200": answered("The account.", ref("BreakGlassAccount")), ...refusedAnswers },
    },
    put: {
      operationId: "changeBreakGlassCustodians",
      summary: "Say who holds an account, and where its secret lies, from now on",
      ...keep,
      parameters: [idempotencyKey],
      requestBody: body(input(BreakGlassAccountPut)),
      responses: { "200": answered("The account.", ref("BreakGlassAccount")), ...refusedAnswers },
    },
  },
  "/api/v1/break-glass/accounts/{id}/retire": {
    parameters: [id("usr_3k9")],
    post: {
      operationId: "retireBreakGlassAccount",
      summary: "Keep an account for emergencies no longer",
      ...keep,
      parameters: [idempotencyKey],
      requestBody: body(input(RetirementBody)),
      responses: { "200": answered("It is retired.", { type: "object" }), ...refusedAnswers },
    },
  },
  "/api/v1/break-glass/accounts/{id}/rotations": rotationsOf("AccountRotations", "an account", "usr_3k9"),
  "/api/v1/break-glass/service-principals/{id}/rotations": rotationsOf(
    "PrincipalRotations",
    "a service principal that an exception in force names",
    "svc-claims-mail",
  ),
  "/api/v1/break-glass/rotations/{id}/attest": {
    parameters: [id("rot_3k9")],
    post: {
      operationId: "attestRotation",
      summary: "Say of a rotation that somebody else recorded whether you saw it done",
      ...vouch,
      parameters: [idempotencyKey],
      requestBody: body(input(AttestationPost)),
      responses: { "200": answered("The rotation.", ref("Rotation")), ...refusedAnswers },
    },
  },
  "/api/v1/break-glass/bypass": {
    get: {
      operationId: "listBypassAccounts",
      summary: "List who can sign in without the identity provider, those without MFA first",
      ...read,
      parameters: [
        { name: "limit", in: "query", required: false, schema: { type: "integer", minimum: 1, maximum: 200 } },
        { name: "cursor", in: "query", required: false, schema: { type: "string" } },
      ],
      responses: {
        "200": answered(
          "A page of them.",
          list(ref("BypassAccount"), { next_cursor: { anyOf: [{ type: "string" }, { type: "null" }] } }),
        ),
        ...refusedAnswers,
      },
    },
  },
};

export const breakGlassAccountSchemas = {
  BreakGlassAccount: output(BreakGlassAccountWire),
  BreakGlassAccounts: output(BreakGlassAccountsWire),
  Rotation: output(RotationWire),
  BypassAccount: output(BypassAccountWire),
};
