import type { Db } from "#db/connect.ts";
import {
  beginAnew,
  disableEndpoint,
  findEndpoint,
  insertEndpoint,
  listEnabledEndpoints,
  listEndpoints,
  moveCursor,
  noteFailure,
  noteSuccess,
  updateEndpoint,
} from "#db/webhook-endpoints.ts";
import {
  claimWebhookMessage,
  findWebhookMessage,
  forgetWebhookMessages,
  insertWebhookMessages,
  listDueWebhookMessages,
  listWebhookAttempts,
  listWebhookLog,
  recordAttempt,
  renameInWebhookMessages,
  replayWebhookMessages,
} from "#db/webhook-messages.ts";
import { makeEndpoint, makeMessage } from "#test/support/make-webhook.ts";
import type { Other } from "#test/support/other-workspace.ts";

const now = "2026-11-20T10:30:00.000Z";
const later = "2027-06-01T00:00:00.000Z";
const endpointId = "whk_of_the_other";
const id = "msg_of_the_other";

const endpoint = (workspaceId: string) => makeEndpoint({ workspaceId, id: endpointId, createdAt: now });
const message = (workspaceId: string) => makeMessage({ workspaceId, endpointId, id, createdAt: now });
const attempt = { attempt: 0, at: now, outcome: "failed" as const, status: 500, response: "x", durationMs: 1 };

/** Completes the other workspace with a receiver, a message that is due and one that is over. */
export async function otherWebhook(db: Db, workspaceId: string): Promise<void> {
  await insertEndpoint(db, endpoint(workspaceId));
  const over = { ...message(workspaceId), id: "msg_over", seq: 2, nextAttemptAt: null, deliveredAt: now };
  await insertWebhookMessages(db, [message(workspaceId), over]);
  await recordAttempt(db, message(workspaceId), { ...attempt, nextAttemptAt: now });
}

type Ask = (db: Db, workspaceId: string, other: Other) => Promise<unknown>;

/** What each query answers when it is asked for what another workspace has, as in the list of all queries. */
export const webhookReads: Record<string, [ask: Ask, answer: unknown]> = {
  listEndpoints: [(db, workspaceId) => listEndpoints(db, workspaceId), []],
  listEnabledEndpoints: [(db, workspaceId) => listEnabledEndpoints(db, workspaceId), []],
  findEndpoint: [(db, workspaceId) => findEndpoint(db, workspaceId, endpointId), undefined],
  listDueWebhookMessages: [
    (db, workspaceId) => listDueWebhookMessages(db, workspaceId, { endpointId, now: later, limit: 9 }),
    [],
  ],
  findWebhookMessage: [(db, workspaceId) => findWebhookMessage(db, { workspaceId, endpointId, id }), undefined],
  listWebhookAttempts: [(db, workspaceId) => listWebhookAttempts(db, { workspaceId, endpointId, id }), []],
  listWebhookLog: [
    (db, workspaceId) => listWebhookLog(db, workspaceId, { endpointId, state: null, before: null, limit: 9 }),
    { messages: [], next: null },
  ],
};

/** Changes that name what another workspace has. */
export const webhookChanges: Record<string, Ask> = {
  updateEndpoint: (db, workspaceId) => updateEndpoint(db, { ...endpoint(workspaceId), description: "Taken over" }),
  moveCursor: (db, workspaceId) => moveCursor(db, endpoint(workspaceId), 9),
  beginAnew: (db, workspaceId) => beginAnew(db, endpoint(workspaceId), 9),
  noteSuccess: (db, workspaceId) => noteSuccess(db, endpoint(workspaceId), later),
  noteFailure: (db, workspaceId) => noteFailure(db, endpoint(workspaceId), later),
  disableEndpoint: (db, workspaceId) => disableEndpoint(db, endpoint(workspaceId), { reason: "gone", now: later }),
  claimWebhookMessage: (db, workspaceId) =>
    claimWebhookMessage(db, message(workspaceId), { nextAttemptAt: later, now: later }),
  recordAttempt: (db, workspaceId) =>
    recordAttempt(db, message(workspaceId), { ...attempt, attempt: 1, nextAttemptAt: later }),
  replayWebhookMessages: (db, workspaceId) =>
    replayWebhookMessages(db, { workspaceId, endpointId }, { which: { id }, now: later }),
  renameInWebhookMessages: (db, workspaceId) => renameInWebhookMessages(db, workspaceId, { name: "{", newName: "x" }),
  forgetWebhookMessages: (db, workspaceId) => forgetWebhookMessages(db, workspaceId, { before: later, limit: 9 }),
};
