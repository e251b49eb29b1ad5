import type { Endpoint } from "#app/webhooks/endpoint.ts";
import type { WebhookMessage } from "#app/webhooks/message.ts";

/** A receiver as the database has it, of messages in the usual format. */
export function makeEndpoint(over: Pick<Endpoint, "workspaceId" | "id" | "createdAt"> & Partial<Endpoint>): Endpoint {
  return {
    ...{ description: "Ticket system", format: "standard", url: "sealed", shownUrl: "https://tickets.example.com/…" },
    ...{ eventTypes: ["exception.*"], namesPeople: false, isEnabled: true, disabledFor: null, disabledAt: null },
    ...{ secret: "sealed", previousSecret: null, previousUntil: null, lastSeq: 0, lastSuccessAt: null, failures: 0 },
    ...{ failingSince: null, createdBy: null, updatedAt: over.createdAt, removedAt: null },
    ...over,
  };
}

/** A message to such a receiver that is due at once. */
export function makeMessage(
  over: Pick<WebhookMessage, "workspaceId" | "endpointId" | "id" | "createdAt"> & Partial<WebhookMessage>,
): WebhookMessage {
  return {
    ...{ seq: 1, type: "exception.approved", body: "{}", attempts: 0, roundFrom: 0 },
    ...{ nextAttemptAt: over.createdAt, deliveredAt: null, givenUpAt: null },
    ...over,
  };
}
