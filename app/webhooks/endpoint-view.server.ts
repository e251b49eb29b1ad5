import { eventSchemas } from "#app/audit/events.ts";
import { sentenceOf } from "#app/audit/sentences.ts";
import type { Db } from "#db/connect.ts";
import { findEndpoint } from "#db/webhook-endpoints.ts";
import { findWebhookMessage, type LoggedMessage, listWebhookAttempts, listWebhookLog } from "#db/webhook-messages.ts";
import type { Endpoint } from "./endpoint.ts";
import { type MessageState, stateOfMessage, type WebhookAttempt } from "./message.ts";
import { usualEventTypes } from "./subscription.ts";

/** A receiver as screens show it: without its address and secrets. */
export type ShownEndpoint = Omit<Endpoint, "url" | "secret" | "previousSecret" | "workspaceId">;

export function shownEndpoint(endpoint: Endpoint): ShownEndpoint {
  const { url: _, secret: __, previousSecret: ___, workspaceId: ____, ...shown } = endpoint;
  return shown;
}

/**
 * Reads a receiver of this workspace.
 * @throws Response 404.
 */
export async function requireEndpoint(db: Db, workspaceId: string, id: string): Promise<Endpoint> {
  const endpoint = await findEndpoint(db, workspaceId, id);
  if (!endpoint) throw new Response("There is no such webhook.", { status: 404 });
  return endpoint;
}

export type ShownMessage = Pick<LoggedMessage, "id" | "type" | "seq" | "attempts" | "nextAttemptAt" | "createdAt"> & {
  state: MessageState;
  /** What the last attempt was answered, in a few words. */
  answer: string;
};

/** Returns a page of the delivery log for a screen. */
export async function logPage(
  db: Db,
  workspaceId: string,
  query: { endpointId: string; state: MessageState | null; before: number | null },
): Promise<{ messages: ShownMessage[]; next: number | null }> {
  const { messages, next } = await listWebhookLog(db, workspaceId, { ...query, limit: 50 });
  const shown = messages.map((message) => {
    const { id, type, seq, attempts, nextAttemptAt, createdAt, last } = message;
    return { id, type, seq, attempts, nextAttemptAt, createdAt, state: stateOfMessage(message), answer: wordsOf(last) };
  });
  return { messages: shown, next };
}

function wordsOf(last: WebhookAttempt | null): string {
  if (last === null) return "–";
  return `${last.status ?? "no answer"}, ${last.durationMs} ms`;
}

/**
 * Reads a message with its attempts, for a screen.
 * @throws Response 404.
 */
export async function messageView(db: Db, key: { workspaceId: string; endpointId: string; id: string }) {
  const message = await findWebhookMessage(db, key);
  if (!message) throw new Response("There is no such message, or it was forgotten.", { status: 404 });
  const { id, type, seq, body, createdAt, nextAttemptAt } = message;
  return {
    ...{ id, type, seq, createdAt, nextAttemptAt },
    state: stateOfMessage(message),
    body: JSON.stringify(JSON.parse(body), null, 2),
    attempts: await listWebhookAttempts(db, key),
  };
}

/** What there is to choose among: every type of event with what it says, and what is told unless somebody chooses otherwise. */
export function eventChoices() {
  return {
    types: Object.keys(eventSchemas).map((type) => ({ type, sentence: sentenceOf(type) })),
    usual: { programs: usualEventTypes("standard"), channels: usualEventTypes("slack") },
  };
}
