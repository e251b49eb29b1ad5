import { draftCommands } from "#app/policy/draft-commands.ts";
import { DraftCommandBody, PolicyDraftWire, PolicyPut, PolicyWire } from "#app/policy/policy-wire.ts";
import { answered, body, idempotencyKey, input, output, ref, refusedAnswers } from "./openapi-parts.ts";

const read = { security: [{ token: ["read"] }] };
const list = (items: unknown, more: Record<string, unknown> = {}) => ({
  type: "object",
  required: ["data", ...Object.keys(more)],
  properties: { data: { type: "array", items }, ...more },
});

const draftCommandPaths = Object.fromEntries(
  draftCommands.map((command) => [
    `/api/v1/policy/drafts/{id}/${command}`,
    {
      post: {
        operationId: `${command}PolicyDraft`,
        summary: `Run the command ${command}`,
        security: [{ token: [command === "confirm" || command === "reject" ? "approve" : "policy"] }],
        parameters: [{ name: "id", in: "path", required: true, schema: { type: "string" } }, idempotencyKey],
        requestBody: body(input(DraftCommandBody)),
        responses: { "200": answered("The draft after the command.", ref("PolicyDraft")), ...refusedAnswers },
      },
    },
  ]),
);

/** The policy, for the description of the whole interface. */
export const policyPaths = {
  "/api/v1/policy": {
    get: {
      operationId: "readPolicy",
      summary: "Read the policy that is in force",
      ...read,
      responses: { "200": answered("The version in force.", ref("Policy")), ...refusedAnswers },
    },
    put: {
      operationId: "savePolicy",
      summary: "Replace the policy; what weakens it waits for a second admin",
      security: [{ token: ["policy"] }],
      parameters: [idempotencyKey],
      requestBody: body(input(PolicyPut)),
      responses: {
        "200": answered("It tightens or changes nothing for anybody, and is in force.", ref("Policy")),
        "202": answered("It weakens, and waits for a second admin.", ref("PolicyDraft")),
        ...refusedAnswers,
      },
    },
  },
  "/api/v1/policy/versions": {
    get: {
      operationId: "listPolicyVersions",
      summary: "List versions, the newest first",
      ...read,
      parameters: [
        { name: "cursor", in: "query", required: false, schema: { type: "string" } },
        { name: "limit", in: "query", required: false, schema: { type: "integer", minimum: 1, maximum: 200 } },
      ],
      responses: {
        "200": answered("A page of versions.", list(ref("Policy"), { next_cursor: { type: ["string", "null"] } })),
        ...refusedAnswers,
      },
    },
  },
  "/api/v1/policy/versions/{version}": {
    get: {
      operationId: "readPolicyVersion",
      summary: "Read one version",
      ...read,
      parameters: [{ name: "version", in: "path", required: true, schema: { type: "integer" } }],
      responses: { "200": answered("The version.", ref("Policy")), ...refusedAnswers },
    },
  },
  "/api/v1/policy/drafts": {
    get: {
      operationId: "listPolicyDrafts",
      summary: "List drafts and weakenings, the latest 100",
      ...read,
      responses: { "200": answered("Drafts of every state.", list(ref("PolicyDraft"))), ...refusedAnswers },
    },
  },
  ...draftCommandPaths,
};

export const policySchemas = { Policy: output(PolicyWire), PolicyDraft: output(PolicyDraftWire) };
