import type { Instant } from "#app/engine/types.ts";

/** One event on its way to one receiver; its id stays the same however often it is sent. */
export type WebhookMessage = {
  workspaceId: string;
  endpointId: string;
  id: string;
  seq: number;
  type: string;
  body: string;
  createdAt: Instant;
  attempts: number;
  /** How many attempts there had been when the present round of them began. */
  roundFrom: number;
  nextAttemptAt: Instant | null;
  deliveredAt: Instant | null;
  givenUpAt: Instant | null;
};

export const attemptOutcomes = ["delivered", "failed", "given_up"] as const;
/** "delivered" and "given_up" are the end of a round of attempts; "failed" is tried again. */
export type AttemptOutcome = (typeof attemptOutcomes)[number];

export type WebhookAttempt = {
  attempt: number;
  at: Instant;
  outcome: AttemptOutcome;
  /** Null where nobody answered. */
  status: number | null;
  response: string;
  durationMs: number;
};

export const messageStates = ["waiting", "delivered", "given_up"] as const;
export type MessageState = (typeof messageStates)[number];

export function stateOfMessage(message: Pick<WebhookMessage, "nextAttemptAt" | "deliveredAt">): MessageState {
  if (message.nextAttemptAt !== null) return "waiting";
  return message.deliveredAt === null ? "given_up" : "delivered";
}
