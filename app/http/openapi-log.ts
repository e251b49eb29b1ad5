import { VerificationPost, VerificationsWire, VerificationWire } from "#app/audit/verification-wire.ts";
import { CheckpointsQuery, CheckpointsWire } from "#app/checkpoints/checkpoint-wire.ts";
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
const id = { name: "id", in: "path", required: true, schema: { type: "string" } };
const found = (description: string, schema: string) => ({
  responses: { "200": answered(description, ref(schema)), ...refusedAnswers },
});

/** Whether the log can be trusted, for the description of the whole interface. */
export const logPaths = {
  "/api/v1/verifications": {
    get: {
      operationId: "listVerifications",
      summary: "List the last walks along the log, those of the nights among them; for admins, owners and auditors",
      ...read,
      ...found("The walks, newest first.", "Verifications"),
    },
    post: {
      operationId: "askVerification",
      summary: "Have the log verified; where a walk is under way it is that one",
      ...read,
      parameters: [idempotencyKey],
      requestBody: body(input(VerificationPost)),
      responses: {
        "200": answered("The one that is under way.", ref("Verification")),
        "202": answered("It begins within a second.", ref("Verification")),
        ...refusedAnswers,
      },
    },
  },
  "/api/v1/verifications/{id}": {
    parameters: [id],
    get: {
      operationId: "readVerification",
      summary: "Read how far a walk has come, and what it found",
      ...read,
      ...found("The walk.", "Verification"),
    },
  },
  "/api/v1/checkpoints": {
    get: {
      operationId: "listCheckpoints",
      summary: "List what was signed of the log, the newest first; for people with a role",
      ...read,
      parameters: queryParameters(CheckpointsQuery),
      ...found("A page of checkpoints.", "Checkpoints"),
    },
  },
};

export const logSchemas = {
  ...{ Verification: output(VerificationWire), Verifications: output(VerificationsWire) },
  Checkpoints: output(CheckpointsWire),
};
