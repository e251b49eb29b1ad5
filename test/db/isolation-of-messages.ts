import type { Choices } from "#app/mail/choices.ts";
import { inboxTemplates } from "#app/mail/inbox-templates.ts";
import { leaveUnmailed, listDueBundles, takeBundle } from "#db/bundles.ts";
import type { Db } from "#db/connect.ts";
import { countUnread, listInbox, markRead } from "#db/inbox.ts";
import { deliveriesOf, lastBounce, listMessages, requeueMessage } from "#db/message-log.ts";
import {
  forgetNotificationChoices,
  notificationChoicesOf,
  notificationDefaultsOf,
  saveNotificationChoices,
  saveNotificationDefaults,
} from "#db/notification-choices.ts";
import {
  claimMessage,
  countWaiting,
  holdMessage,
  listDueMessages,
  queueMessage,
  recordDelivery,
  releaseHeld,
} from "#db/outbox.ts";
import type { Other } from "#test/support/other-workspace.ts";

const now = "2026-11-20T10:30:00.000Z";
const since = "2026-11-20T10:00:00.000Z";
const later = "2027-11-20T10:30:00.000Z";
const [given, gathered] = ["msg_given_up_of_the_other", "msg_bundled_of_the_other"];
const choices: Choices = { modes: { comments: "off" } };
const page = { templates: inboxTemplates(), isUnread: false, before: null, limit: 9 };
const bundle = { bundle: "digest" } as const;

/** Leaves messages to somebody of the other workspace: one that was given up, and one that waits for the daily mail. */
export async function otherMessages(db: Db, workspaceId: string, { userId }: Other): Promise<void> {
  const message = { template: "review_due", toUserId: userId, toAddress: "x@x.example", data: {} } as const;
  await queueMessage(db, workspaceId, { message, bundle: null, id: given }, now);
  await queueMessage(db, workspaceId, { message, bundle: "digest", id: gathered }, now);
  await db.updateTable("outbox").set({ nextAttemptAt: null, failedAt: later }).where("id", "=", given).execute();
  const delivery = { attempt: 1, at: now, outcome: "given_up", response: "550 no such mailbox" };
  await db
    .insertInto("deliveries")
    .values({ workspaceId, outboxId: given, ...delivery })
    .execute();
  await saveNotificationDefaults(db, workspaceId, choices);
  await saveNotificationChoices(db, workspaceId, userId, choices);
}

/** What each query about messages answers, as in the list of all queries. */
export const messageReads: Record<
  string,
  [ask: (db: Db, workspaceId: string, other: Other) => Promise<unknown>, answer: unknown]
> = {
  countUnread: [(db, workspaceId, { userId }) => countUnread(db, { workspaceId, userId, since }), 0],
  listInbox: [
    (db, workspaceId, { userId }) => listInbox(db, { workspaceId, userId, since }, page),
    { messages: [], hasMore: false },
  ],
  listMessages: [
    (db, id) => listMessages(db, id, { state: null, to: "", before: null, limit: 9 }),
    { messages: [], hasMore: false },
  ],
  listDueMessages: [(db, id) => listDueMessages(db, id, later, 500), []],
  countWaiting: [(db, id) => countWaiting(db, id), 0],
  deliveriesOf: [(db, id) => deliveriesOf(db, id, [given]), []],
  lastBounce: [(db, id, { userId }) => lastBounce(db, id, userId), null],
  listDueBundles: [(db, id) => listDueBundles(db, id, now), []],
  notificationDefaultsOf: [(db, id) => notificationDefaultsOf(db, id), { modes: {} }],
  notificationChoicesOf: [(db, id, { userId }) => notificationChoicesOf(db, id, [userId]), new Map()],
};

/** Changes of messages and choices of another workspace. */
export const messageChanges: Record<string, (db: Db, workspaceId: string, other: Other) => Promise<unknown>> = {
  markRead: (db, workspaceId, { userId }) => markRead(db, { workspaceId, userId, since }, given, later),
  takeBundle: (db, id, { userId }) => takeBundle(db, id, { ...bundle, toUserId: userId }, { into: "msg_x", now }),
  leaveUnmailed: (db, id) => leaveUnmailed(db, id, [gathered], now),
  requeueMessage: (db, id) => requeueMessage(db, id, given, { addressOf: async () => "y@y.example", now }),
  claimMessage: (db, id, { message }) =>
    claimMessage(db, { ...message, workspaceId: id }, { nextAttemptAt: later, now: later }),
  recordDelivery: (db, id, { message }) =>
    recordDelivery(db, { ...message, workspaceId: id }, { attempt: 1, outcome: "sent", response: "", at: now }),
  holdMessage: (db, id, { message }) => holdMessage(db, { ...message, workspaceId: id }, { way: "off" }, later),
  releaseHeld: (db, id) => releaseHeld(db, id, null, since),
  forgetNotificationChoices: (db, id, { userId }) => forgetNotificationChoices(db, id, userId),
  saveNotificationDefaults: (db, id) => saveNotificationDefaults(db, id, { modes: {} }),
  saveNotificationChoices: (db, id, { userId }) => saveNotificationChoices(db, id, userId, { modes: {} }),
};
