import { z } from "zod";
import { BulkAnswerWire, BulkWire } from "#app/register/bulk-wire.ts";
import { commandSchemas } from "#app/register/command-schemas.ts";
import { DraftWire } from "#app/register/draft-wire.ts";
import { ExceptionWire } from "#app/register/exception-wire.ts";
import { commands } from "#app/register/lifecycle.ts";
import { ListParams } from "#app/register/list-params.ts";
import { refusals } from "#app/register/refusals.ts";
import { UsageWire } from "#app/register/usage-wire.ts";
import { accessPaths } from "./openapi-access.ts";
import { accessRequestPaths, accessRequestSchemas } from "./openapi-access-requests.ts";
import { aroundRecordPaths, aroundRecordSchemas } from "./openapi-around-records.ts";
import { breakGlassAccountPaths, breakGlassAccountSchemas } from "./openapi-break-glass-accounts.ts";
import { breakGlassUsePaths, breakGlassUseSchemas } from "./openapi-break-glass-uses.ts";
import { campaignPaths, campaignSchemas } from "./openapi-campaigns.ts";
import { decisionPaths, decisionSchemas } from "./openapi-decisions.ts";
import { delegationPaths, delegationSchemas } from "./openapi-delegations.ts";
import { directoryPaths, directorySchemas } from "./openapi-directory.ts";
import { exportPaths, exportSchemas } from "./openapi-exports.ts";
import { factorPaths, factorSchemas } from "./openapi-factors.ts";
import { jobPaths, jobSchemas } from "./openapi-jobs.ts";
import { kpiPaths, kpiSchemas } from "./openapi-kpis.ts";
import { logPaths, logSchemas } from "./openapi-log.ts";
import { messagePaths, messageSchemas } from "./openapi-messages.ts";
import { oathPaths, oathSchemas } from "./openapi-oath.ts";
import {
  answered,
  body,
  idempotencyKey,
  exceptionId as idParameter,
  input,
  output,
  ref,
  refusedAnswers,
} from "./openapi-parts.ts";
import { policyPaths, policySchemas } from "./openapi-policy.ts";
import { reportPaths, reportSchemas } from "./openapi-reports.ts";
import { rulesPaths, rulesSchemas } from "./openapi-rules.ts";
import { sessionPaths } from "./openapi-sessions.ts";
import { outgoingWebhooks, webhookPaths, webhookSchemas } from "./openapi-webhooks.ts";
import { ProblemWire } from "./problem.ts";

const Version = z.object({ version: z.number().int().describe("The version that you read.") });
const versioned = (schema: z.ZodObject) => input(z.object({ ...Version.shape, ...schema.shape }));

/** Describes the HTTP interface, made from the schemas that judge the requests. */
export function openApi(publicUrl: string) {
  const listParameters = Object.entries(ListParams.shape).map(([name, schema]) => ({
    name,
    in: "query",
    required: false,
    schema: input(schema),
  }));
  const commandPaths = Object.fromEntries(
    commands.map((command) => [
      `/api/v1/exceptions/{id}/${command}`,
      {
        post: {
          operationId: command,
          summary: `Run the command ${command}`,
          security: [{ token: [command === "approve" || command === "reject" ? "approve" : "write"] }],
          parameters: [idParameter, idempotencyKey],
          requestBody: body(versioned(commandSchemas[command])),
          responses: { "200": answered("The record after the command.", ref("Exception")), ...refusedAnswers },
        },
      },
    ]),
  );
  return {
    openapi: "3.1.0",
    info: { title: "MFA Register", version: "1", license: { name: "Apache-2.0", identifier: "Apache-2.0" } },
    servers: [{ url: publicUrl }],
    paths: {
      "/api/v1/exceptions": {
        get: {
          operationId: "listExceptions",
          summary: "List exceptions by cursor",
          security: [{ token: ["read"] }],
          parameters: listParameters,
          responses: {
            "200": answered("A page of the register.", {
              type: "object",
              required: ["data", "next_cursor"],
              additionalProperties: false,
              properties: {
                data: { type: "array", items: ref("Exception") },
                next_cursor: { type: ["string", "null"], description: "Send it as `cursor`; null at the end." },
              },
            }),
            ...refusedAnswers,
          },
        },
        post: {
          operationId: "fileException",
          summary: "File a draft",
          security: [{ token: ["write"] }],
          parameters: [idempotencyKey],
          requestBody: body(ref("Draft")),
          responses: { "201": answered("The draft.", ref("Exception")), ...refusedAnswers },
        },
      },
      "/api/v1/exceptions/bulk": {
        post: {
          operationId: "changeExceptions",
          summary: "Remind the owners of several records, or give them to another one; each is judged by itself",
          security: [{ token: ["write"] }],
          parameters: [idempotencyKey],
          requestBody: body(input(BulkWire)),
          responses: { "200": answered("What became of each record.", output(BulkAnswerWire)), ...refusedAnswers },
        },
      },
      "/api/v1/exceptions/{id}": {
        parameters: [idParameter],
        get: {
          operationId: "readException",
          summary: "Read one record",
          security: [{ token: ["read"] }],
          responses: { "200": answered("The record.", ref("Exception")), ...refusedAnswers },
        },
        put: {
          operationId: "editException",
          summary: "Replace the material content; approvals given before stop counting",
          security: [{ token: ["write"] }],
          parameters: [idempotencyKey],
          requestBody: body(versioned(DraftWire)),
          responses: { "200": answered("The record after the edit.", ref("Exception")), ...refusedAnswers },
        },
      },
      "/api/v1/exceptions/{id}/usage": {
        get: {
          operationId: "readUsage",
          summary: "Read how one record was used",
          security: [{ token: ["read"] }],
          parameters: [idParameter],
          responses: { "200": answered("Its use.", ref("Usage")), ...refusedAnswers },
        },
      },
      ...commandPaths,
      ...aroundRecordPaths,
      ...policyPaths,
      ...decisionPaths,
      ...kpiPaths,
      ...reportPaths,
      ...logPaths,
      ...jobPaths,
      ...oathPaths,
      ...directoryPaths,
      ...sessionPaths,
      ...factorPaths,
      ...rulesPaths,
      ...breakGlassAccountPaths,
      ...breakGlassUsePaths,
      ...campaignPaths,
      ...exportPaths,
      ...delegationPaths,
      ...messagePaths,
      ...webhookPaths,
      ...accessRequestPaths,
      ...accessPaths,
    },
    components: {
      securitySchemes: {
        token: { type: "http", scheme: "bearer", description: "A personal or service token." },
        session: { type: "apiKey", in: "cookie", name: "__Host-mfa_session", description: "Somebody’s session." },
      },
      schemas: {
        Draft: input(DraftWire),
        Exception: output(ExceptionWire),
        Usage: output(UsageWire),
        Problem: output(ProblemWire),
        ...aroundRecordSchemas,
        ...directorySchemas,
        ...policySchemas,
        ...decisionSchemas,
        ...kpiSchemas,
        ...reportSchemas,
        ...logSchemas,
        ...jobSchemas,
        ...oathSchemas,
        ...rulesSchemas,
        ...breakGlassAccountSchemas,
        ...breakGlassUseSchemas,
        ...campaignSchemas,
        ...exportSchemas,
        ...delegationSchemas,
        ...messageSchemas,
        ...webhookSchemas,
        ...accessRequestSchemas,
        ...factorSchemas,
      },
    },
    webhooks: outgoingWebhooks,
    "x-refusals": refusals,
  };
}
