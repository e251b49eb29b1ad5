import type { z } from "zod";
import {
  AssignWire,
  OathTokensQuery,
  OathTokensWire,
  OathTokenWire,
  RevokeWire,
  TokenImportAnswer,
  TokenImportWire,
  UnassignWire,
  WholeOathTokenWire,
} from "#app/oath/token-wire.ts";
import {
  answered,
  body,
  idempotencyKey,
  input,
  output,
  queryParameters,
  ref,
  refusedAnswers,
} from "./openapi-parts.ts";

const read = { security: [{ token: ["read"] }] };
/** A fresh factor is what a token with this scope stands for. */
const change = { security: [{ token: ["directory", "approve"] }] };
const id = { name: "id", in: "path", required: true, schema: { type: "string" } };
const token = { responses: { "200": answered("The token.", ref("WholeOathToken")), ...refusedAnswers } };

const command = (operationId: string, summary: string, schema: z.ZodType) => ({
  parameters: [id],
  post: { operationId, summary, ...change, requestBody: body(input(schema)), ...token },
});

/** What makes one-time codes, for the description of the whole interface. */
export const oathPaths = {
  "/api/v1/oath-tokens": {
    get: {
      operationId: "listOathTokens",
      summary: "List hardware tokens and authenticator apps, never their seeds; for admins, owners and auditors",
      ...read,
      parameters: queryParameters(OathTokensQuery),
      responses: { "200": answered("A page of tokens.", ref("OathTokens")), ...refusedAnswers },
    },
    post: {
      operationId: "importOathTokens",
      summary: "Take hardware tokens into the stock, all of a file or nothing",
      ...change,
      parameters: [idempotencyKey],
      requestBody: body(input(TokenImportWire)),
      responses: {
        "200": answered("What would be taken in.", output(TokenImportAnswer)),
        "201": answered("What was taken in.", output(TokenImportAnswer)),
        ...refusedAnswers,
      },
    },
  },
  "/api/v1/oath-tokens/{id}": {
    parameters: [id],
    get: { operationId: "readOathToken", summary: "Read one token, with its custody", ...read, ...token },
  },
  "/api/v1/oath-tokens/{id}/assign": command("assignOathToken", "Give one in stock to somebody, by a code", AssignWire),
  "/api/v1/oath-tokens/{id}/unassign": command("unassignOathToken", "Take one back into the stock", UnassignWire),
  "/api/v1/oath-tokens/{id}/revoke": command(
    "revokeOathToken",
    "Revoke one for good; its seed is forgotten",
    RevokeWire,
  ),
};

export const oathSchemas = {
  ...{ OathToken: output(OathTokenWire), OathTokens: output(OathTokensWire) },
  WholeOathToken: output(WholeOathTokenWire),
};
