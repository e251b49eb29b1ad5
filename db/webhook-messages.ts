import type { Instant } from "#app/engine/types.ts";
import {
  type AttemptOutcome,
  attemptOutcomes,
  type MessageState,
  type WebhookAttempt,
  type WebhookMessage,
} from "#app/webhooks/message.ts";
import type { Db } from "./connect.ts";
import { holdsText } from "./holds-text.ts";

type Key = Pick<WebhookMessage, "workspaceId" | "endpointId" | "id">;

/** As many as fit into one statement of either database. */
const rowsAtOnce = 500;

export async function insertWebhookMessages(tx: Db, messages: readonly WebhookMessage[]): Promise<void> {
  for (let from = 0; from < messages.length; from += rowsAtOnce)
    await tx
      .insertInto("webhookMessages")
      .values(messages.slice(from, from + rowsAtOnce))
      .execute();
}

/** Returns messages of receivers that are sent to and whose attempt is due, the oldest event first. */
export async function listDueWebhookMessages(
  db: Db,
  workspaceId: string,
  { endpointId, now, limit }: { endpointId: string; now: Instant; limit: number },
): Promise<WebhookMessage[]> {
  return db
    .selectFrom("webhookMessages")
    .selectAll()
    .where("workspaceId", "=", workspaceId)
    .where("endpointId", "=", endpointId)
    .where("nextAttemptAt", "<=", now)
    .orderBy("seq")
    .limit(limit)
    .execute();
}

/**
 * Takes a message for one attempt; false when another node took it first, or its receiver was disabled. The time of the
 * next attempt is written before the request leaves, so that a node that dies meanwhile loses nothing.
 */
export async function claimWebhookMessage(
  db: Db,
  { workspaceId, endpointId, id, attempts }: WebhookMessage,
  { nextAttemptAt, now }: { nextAttemptAt: Instant; now: Instant },
): Promise<boolean> {
  const claimed = await db
    .updateTable("webhookMessages")
    .set({ attempts: attempts + 1, nextAttemptAt })
    .where("workspaceId", "=", workspaceId)
    .where("endpointId", "=", endpointId)
    .where("id", "=", id)
    .where("attempts", "=", attempts)
    .where("nextAttemptAt", "<=", now)
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom("webhookEndpoints")
          .select("webhookEndpoints.id")
          .where("webhookEndpoints.workspaceId", "=", workspaceId)
          .where("webhookEndpoints.id", "=", endpointId)
          .where("webhookEndpoints.isEnabled", "=", 1),
      ),
    )
    .returning("id")
    .executeTakeFirst();
  return claimed !== undefined;
}

/** Records what came of an attempt, with when the next one is due; null ends the round. */
export async function recordAttempt(
  tx: Db,
  { workspaceId, endpointId, id }: Key,
  { nextAttemptAt, ...attempt }: WebhookAttempt & { nextAttemptAt: Instant | null },
): Promise<void> {
  await tx
    .insertInto("webhookAttempts")
    .values({ workspaceId, endpointId, messageId: id, ...attempt })
    .execute();
  const end: Record<AttemptOutcome, object> = {
    delivered: { deliveredAt: attempt.at },
    given_up: { givenUpAt: attempt.at },
    failed: {},
  };
  await tx
    .updateTable("webhookMessages")
    .set({ nextAttemptAt, ...end[attempt.outcome] })
    .where("workspaceId", "=", workspaceId)
    .where("endpointId", "=", endpointId)
    .where("id", "=", id)
    .where("attempts", "=", attempt.attempt)
    // A replay that was asked for meanwhile stands.
    .where("roundFrom", "<", attempt.attempt)
    .execute();
}

export async function findWebhookMessage(
  db: Db,
  { workspaceId, endpointId, id }: Key,
): Promise<WebhookMessage | undefined> {
  return db
    .selectFrom("webhookMessages")
    .selectAll()
    .where("workspaceId", "=", workspaceId)
    .where("endpointId", "=", endpointId)
    .where("id", "=", id)
    .executeTakeFirst();
}

export async function listWebhookAttempts(db: Db, { workspaceId, endpointId, id }: Key): Promise<WebhookAttempt[]> {
  const rows = await db
    .selectFrom("webhookAttempts")
    .select(["attempt", "at", "outcome", "status", "response", "durationMs"])
    .where("workspaceId", "=", workspaceId)
    .where("endpointId", "=", endpointId)
    .where("messageId", "=", id)
    .orderBy("attempt", "desc")
    .execute();
  return rows.map((row) => ({ ...row, outcome: outcomeOf(row.outcome) }));
}

function outcomeOf(text: string): AttemptOutcome {
  return attemptOutcomes.find((outcome) => outcome === text) ?? "failed";
}

/** What the delivery log is asked for; null means any, and the newest. */
export type LogQuery = { endpointId: string; state: MessageState | null; before: number | null; limit: number };

export type LoggedMessage = Omit<WebhookMessage, "body"> & { last: WebhookAttempt | null };

/** Returns a page of the delivery log of a receiver, the newest event first, each with its last attempt. */
export async function listWebhookLog(
  db: Db,
  workspaceId: string,
  { endpointId, state, before, limit }: LogQuery,
): Promise<{ messages: LoggedMessage[]; next: number | null }> {
  const rows = await db
    .selectFrom("webhookMessages as m")
    .leftJoin("webhookAttempts as a", (join) =>
      join
        .onRef("a.workspaceId", "=", "m.workspaceId")
        .onRef("a.endpointId", "=", "m.endpointId")
        .onRef("a.messageId", "=", "m.id")
        .onRef("a.attempt", "=", "m.attempts"),
    )
    .select(["m.workspaceId", "m.endpointId", "m.id", "m.seq", "m.type", "m.createdAt", "m.attempts", "m.roundFrom"])
    .select(["m.nextAttemptAt", "m.deliveredAt", "m.givenUpAt"])
    .select(["a.attempt", "a.at", "a.outcome", "a.status", "a.response", "a.durationMs"])
    .where("m.workspaceId", "=", workspaceId)
    .where("m.endpointId", "=", endpointId)
    .$if(state === "waiting", (query) => query.where("m.nextAttemptAt", "is not", null))
    .$if(state === "delivered", (query) =>
      query.where("m.nextAttemptAt", "is", null).where("m.deliveredAt", "is not", null),
    )
    .$if(state === "given_up", (query) => query.where("m.nextAttemptAt", "is", null).where("m.deliveredAt", "is", null))
    .$if(before !== null, (query) => query.where("m.seq", "<", before ?? 0))
    .orderBy("m.seq", "desc")
    .limit(limit + 1)
    .execute();
  const messages = rows.slice(0, limit).map(({ attempt, at, outcome, status, response, durationMs, ...message }) => {
    const isTried = attempt !== null && at !== null && outcome !== null && response !== null && durationMs !== null;
    return {
      ...message,
      last: isTried ? { attempt, at, outcome: outcomeOf(outcome), status, response, durationMs } : null,
    };
  });
  return { messages, next: rows.length > limit ? (messages.at(-1)?.seq ?? null) : null };
}

/** Which messages are sent once more: one, or all that failed since an instant. */
export type Replayed = { id: string } | { since: Instant };

/** Begins another round of attempts, with the same ids; returns how many messages it is for. */
export async function replayWebhookMessages(
  tx: Db,
  { workspaceId, endpointId }: Pick<Key, "workspaceId" | "endpointId">,
  { which, now }: { which: Replayed; now: Instant },
): Promise<number> {
  const rows = await tx
    .updateTable("webhookMessages")
    .set((eb) => ({ nextAttemptAt: now, roundFrom: eb.ref("attempts"), deliveredAt: null, givenUpAt: null }))
    .where("workspaceId", "=", workspaceId)
    .where("endpointId", "=", endpointId)
    .$if("id" in which, (query) => query.where("id", "=", "id" in which ? which.id : ""))
    .$if("since" in which, (query) =>
      query
        .where("createdAt", ">=", "since" in which ? which.since : "")
        .where("deliveredAt", "is", null)
        .where("attempts", ">", 0),
    )
    .returning("id")
    .execute();
  return rows.length;
}

/**
 * Forgets what is older than an instant and was not to be sent since, with its attempts: what messages say is kept no
 * longer than needed, also where it waits for a receiver that nobody enables again.
 */
export async function forgetWebhookMessages(
  db: Db,
  workspaceId: string,
  { before, limit }: { before: Instant; limit: number },
): Promise<number> {
  const old = await db
    .selectFrom("webhookMessages")
    .select(["endpointId", "id"])
    .where("workspaceId", "=", workspaceId)
    .where("createdAt", "<", before)
    .where((eb) => eb.or([eb("nextAttemptAt", "is", null), eb("nextAttemptAt", "<", before)]))
    .limit(limit)
    .execute();
  for (const { endpointId, id } of old)
    await db.transaction().execute(async (tx) => {
      await tx
        .deleteFrom("webhookAttempts")
        .where("workspaceId", "=", workspaceId)
        .where("endpointId", "=", endpointId)
        .where("messageId", "=", id)
        .execute();
      await tx
        .deleteFrom("webhookMessages")
        .where("workspaceId", "=", workspaceId)
        .where("endpointId", "=", endpointId)
        .where("id", "=", id)
        .execute();
    });
  return old.length;
}

/** Calls a person something else in what is kept of messages, and forgets what receivers answered about them. */
export async function renameInWebhookMessages(
  tx: Db,
  workspaceId: string,
  { name, newName }: { name: string; newName: string },
): Promise<void> {
  const [old, other] = [name, newName].map((text) => JSON.stringify(text).slice(1, -1)) as [string, string]; // cast: two in, two out
  const messages = await tx
    .selectFrom("webhookMessages")
    .select(["endpointId", "id", "body"])
    .where("workspaceId", "=", workspaceId)
    .where(holdsText("body", old))
    .execute();
  for (const { endpointId, id, body } of messages)
    await tx
      .updateTable("webhookMessages")
      .set({ body: body.replaceAll(old, other) })
      .where("workspaceId", "=", workspaceId)
      .where("endpointId", "=", endpointId)
      .where("id", "=", id)
      .execute();
  await tx
    .updateTable("webhookAttempts")
    .set({ response: "The answer named somebody who has been pseudonymised." })
    .where("workspaceId", "=", workspaceId)
    .where(holdsText("response", name))
    .execute();
}
