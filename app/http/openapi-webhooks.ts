import { WebhookBodyWire } from "#app/webhooks/standard-body.ts";
import {
  ReplayWire,
  RotationWire,
  WebhookLogParams,
  WebhookMessageWire,
  WebhookPatch,
  WebhookPost,
  WebhookWire,
  WebhookWithSecretWire,
} from "#app/webhooks/webhook-wire.ts";
import { answered, body, idempotencyKey, input, output, ref, refusedAnswers } from "./openapi-parts.ts";

const read = { security: [{ token: ["read"] }] };
const change = { security: [{ token: ["policy"] }] };
/** A fresh factor is what a token with this scope stands for. */
const changeWithFactor = { security: [{ token: ["policy", "approve"] }] };
const id = { name: "id", in: "path", required: true, schema: { type: "string" } };
const webhook = (description: string) => ({ "200": answered(description, ref("Webhook")), ...refusedAnswers });

const command = (operationId: string, summary: string, over: object = {}) => ({
  parameters: [id],
  post: { operationId, summary, ...change, responses: webhook("The webhook."), ...over },
});

/** Who is told outside, for the description of the whole interface. */
export const webhookPaths = {
  "/api/v1/webhooks": {
    get: {
      operationId: "listWebhooks",
      summary: "List who is told outside, those that were removed last",
      ...read,
      responses: {
        "200": answered("Every webhook.", {
          type: "object",
          required: ["data"],
          properties: { data: { type: "array", items: ref("Webhook") } },
        }),
        ...refusedAnswers,
      },
    },
    post: {
      operationId: "addWebhook",
      summary: "Add a webhook; the answer holds its secret, this once, so an Idempotency-Key has no effect",
      ...changeWithFactor,
      requestBody: body(input(WebhookPost)),
      responses: { "201": answered("The webhook.", output(WebhookWithSecretWire)), ...refusedAnswers },
    },
  },
  "/api/v1/webhooks/{id}": {
    parameters: [id],
    get: { operationId: "readWebhook", summary: "Read one webhook", ...read, responses: webhook("The webhook.") },
    patch: {
      operationId: "changeWebhook",
      summary: "Change where a webhook is, or what it is told",
      ...changeWithFactor,
      parameters: [idempotencyKey],
      requestBody: body(input(WebhookPatch)),
      responses: webhook("The webhook."),
    },
    delete: {
      operationId: "removeWebhook",
      summary: "Take a webhook away for good; its delivery log stays for 30 days",
      ...change,
      responses: { "204": { description: "It is gone." }, ...refusedAnswers },
    },
  },
  "/api/v1/webhooks/{id}/enable": command("enableWebhook", "Send again, beginning with what happens from now on"),
  "/api/v1/webhooks/{id}/disable": command("disableWebhook", "Send nothing more"),
  "/api/v1/webhooks/{id}/test": command("testWebhook", "Send a test within seconds; the log shows what came of it"),
  "/api/v1/webhooks/{id}/rotate-secret": command("rotateWebhookSecret", "Give it another secret, answered this once", {
    ...changeWithFactor,
    requestBody: body(input(RotationWire)),
    responses: { "200": answered("The webhook with its secret.", output(WebhookWithSecretWire)), ...refusedAnswers },
  }),
  "/api/v1/webhooks/{id}/replay": command("replayWebhook", "Send messages once more, with the same ids", {
    requestBody: body(input(ReplayWire)),
    responses: {
      "200": answered("How many.", {
        type: "object",
        required: ["messages"],
        properties: { messages: { type: "integer" } },
      }),
      ...refusedAnswers,
    },
  }),
  "/api/v1/webhooks/{id}/messages": {
    parameters: [id],
    get: {
      operationId: "listWebhookMessages",
      summary: "Read the delivery log, the newest event first",
      ...read,
      parameters: Object.entries(WebhookLogParams.shape).map(([name, schema]) => ({
        ...{ name, in: "query", required: false },
        schema: input(schema),
      })),
      responses: {
        "200": answered("A page of the log.", {
          type: "object",
          required: ["data", "next_cursor"],
          properties: {
            data: { type: "array", items: ref("WebhookMessage") },
            next_cursor: { type: ["string", "null"], description: "Send it as `cursor`; null at the end." },
          },
        }),
        ...refusedAnswers,
      },
    },
  },
};

/** What is posted to a webhook of the standard format. */
export const outgoingWebhooks = {
  event: {
    post: {
      summary: "An event of the audit log, signed by Standard Webhooks; answer with a status of the two hundreds",
      requestBody: body(ref("WebhookEvent")),
      responses: { "204": { description: "Taken." }, "410": { description: "Send nothing more." } },
    },
  },
};

export const webhookSchemas = {
  Webhook: output(WebhookWire),
  WebhookMessage: output(WebhookMessageWire),
  WebhookEvent: output(WebhookBodyWire),
};
