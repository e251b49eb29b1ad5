import { z } from "zod";
import { disabledFor, type Endpoint, mostOverlapHours } from "./endpoint.ts";
import { endpointShape } from "./endpoint-content.ts";
import { attemptOutcomes, messageStates, stateOfMessage, type WebhookAttempt, type WebhookMessage } from "./message.ts";

const instant = z.iso.datetime();
const { description, format, url, eventTypes, namesPeople } = endpointShape;

const content = {
  description,
  url,
  event_types: eventTypes.describe("Types of events, or beginnings such as `exception.*`; empty for the usual ones."),
  names_people: namesPeople.describe("Whether people are called by their names in what is sent."),
};

/** A new receiver; what its messages look like cannot be changed later. */
export const WebhookPost = z.strictObject({
  ...content,
  format,
  event_types: content.event_types.default([]),
  names_people: content.names_people.default(false),
});

/** What is to be changed of a receiver; the rest stays. */
export const WebhookPatch = z.strictObject(content).partial();

/** A receiver as the API shows it: of its address only what may be seen. */
export const WebhookWire = z.object({
  id: z.string(),
  description: z.string(),
  format,
  url: z.string().describe("Without what would let somebody write there."),
  event_types: z.array(z.string()),
  names_people: z.boolean(),
  is_enabled: z.boolean(),
  disabled_for: z.enum(disabledFor).nullable(),
  disabled_at: instant.nullable(),
  previous_secret_until: instant.nullable().describe("Until when the secret before the present one is used as well."),
  last_seq: z.number().int().describe("The last event of the audit log that was looked at for it."),
  last_success_at: instant.nullable(),
  failures: z.number().int().describe("Attempts that failed since the last that did not."),
  failing_since: instant.nullable(),
  created_at: instant,
  removed_at: instant.nullable(),
});

/** A receiver with its secret, which is answered once and never again. */
export const WebhookWithSecretWire = z.object({ ...WebhookWire.shape, secret: z.string() });

export function wireOfEndpoint(endpoint: Endpoint): z.output<typeof WebhookWire> {
  return {
    id: endpoint.id,
    description: endpoint.description,
    format: endpoint.format,
    url: endpoint.shownUrl,
    event_types: [...endpoint.eventTypes],
    names_people: endpoint.namesPeople,
    is_enabled: endpoint.isEnabled,
    disabled_for: endpoint.disabledFor,
    disabled_at: endpoint.disabledAt,
    previous_secret_until: endpoint.previousUntil,
    last_seq: endpoint.lastSeq,
    last_success_at: endpoint.lastSuccessAt,
    failures: endpoint.failures,
    failing_since: endpoint.failingSince,
    created_at: endpoint.createdAt,
    removed_at: endpoint.removedAt,
  };
}

export const RotationWire = z.strictObject({
  overlap_hours: z
    .number()
    .int()
    .min(0)
    .max(mostOverlapHours)
    .default(24)
    .describe("For how long messages are signed with both."),
});

/** Either one message or all that failed since an instant. */
export const ReplayWire = z.union([
  z.strictObject({ message_id: z.string().min(1) }),
  z.strictObject({ failed_since: instant }),
]);

const AttemptWire = z.object({
  attempt: z.number().int(),
  at: instant,
  outcome: z.enum(attemptOutcomes),
  status: z.number().int().nullable().describe("Null where nobody answered."),
  response: z.string().describe("The beginning of what was answered."),
  duration_ms: z.number().int(),
});

/** A message as the delivery log shows it. */
export const WebhookMessageWire = z.object({
  id: z.string().describe("The header webhook-id, the same at every attempt."),
  seq: z.number().int(),
  type: z.string(),
  state: z.enum(messageStates),
  attempts: z.number().int(),
  next_attempt_at: instant.nullable(),
  created_at: instant,
  last_attempt: AttemptWire.nullable(),
});

export function wireOfMessage(
  message: Omit<WebhookMessage, "body"> & { last: WebhookAttempt | null },
): z.output<typeof WebhookMessageWire> {
  const { id, seq, type, attempts, nextAttemptAt, createdAt, last } = message;
  return {
    ...{ id, seq, type, attempts },
    state: stateOfMessage(message),
    next_attempt_at: nextAttemptAt,
    created_at: createdAt,
    last_attempt: last && {
      ...{ attempt: last.attempt, at: last.at, outcome: last.outcome, status: last.status },
      ...{ response: last.response, duration_ms: last.durationMs },
    },
  };
}

export const webhookCommands = ["enable", "disable", "test", "rotate-secret", "replay"] as const;

export const WebhookLogParams = z.object({
  state: z.enum(messageStates).optional(),
  cursor: z.coerce.number().int().positive().optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
