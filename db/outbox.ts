import { z } from "zod";
import type { Instant } from "#app/engine/types.ts";
import { type Template, templates } from "#app/mail/templates.ts";
import type { Db } from "./connect.ts";
import { newId } from "./ids.ts";

/** A message to one person; the template says what it means, the data fills it. */
export type Message = {
  /** Given where something else names the message; it gets one otherwise. */
  id?: string;
  template: Template;
  toUserId: string | null;
  toAddress: string;
  data: Record<string, string>;
};

/** Why messages wait for each other: they tell of what was missed while nothing ran, or their reader wants one a day. */
export type Bundle = "catch_up" | "digest";

export type QueuedMessage = Message & {
  workspaceId: string;
  id: string;
  attempts: number;
  createdAt: Instant;
  /** Since when it is tried: after the quiet hours, or since somebody asked for it; null for since it was written. */
  triedFrom: Instant | null;
};

const Stored = z.object({ template: z.enum(templates), data: z.record(z.string(), z.string()) });

/** A message that is to be queued; bundled, it goes out together with others. */
export type Queuing = { message: Message; bundle: Bundle | null; id?: string };

/** Queues a message in the transaction of the change that it tells of. */
export function queueMessage(db: Db, workspaceId: string, queuing: Queuing, now: Instant): Promise<void> {
  return queueMessages(db, workspaceId, [queuing], now);
}

/** Queues messages in the transaction of the change that they tell of. */
export async function queueMessages(
  db: Db,
  workspaceId: string,
  queuings: readonly Queuing[],
  now: Instant,
): Promise<void> {
  for (let start = 0; start < queuings.length; start += mostAtOnce) {
    const rows = queuings
      .slice(start, start + mostAtOnce)
      .map(({ message, bundle, id = message.id ?? newId("msg") }) => ({
        workspaceId,
        id,
        template: message.template,
        toUserId: message.toUserId,
        toAddress: message.toAddress,
        data: JSON.stringify(message.data),
        createdAt: now,
        bundle,
        attempts: 0,
        nextAttemptAt: now,
        sentAt: null,
        failedAt: null,
      }));
    await db.insertInto("outbox").values(rows).execute();
  }
}

/** More parameters in one statement than these messages have are refused by some databases. */
const mostAtOnce = 1000;

/** Returns messages that are due for an attempt of their own, the oldest first. */
export async function listDueMessages(
  db: Db,
  workspaceId: string,
  now: Instant,
  limit: number,
): Promise<QueuedMessage[]> {
  const rows = await db
    .selectFrom("outbox")
    .select(["id", "template", "toUserId", "toAddress", "data", "attempts", "createdAt", "triedFrom"])
    .where("workspaceId", "=", workspaceId)
    .where("nextAttemptAt", "<=", now)
    .where("bundle", "is", null)
    // What a newer node has queued is left to it, and holds nothing up.
    .where("template", "in", templates)
    .orderBy("nextAttemptAt")
    .orderBy("id")
    .limit(limit)
    .execute();
  return rows.map((row) => queued(workspaceId, row));
}

type Row = Omit<QueuedMessage, "workspaceId" | "template" | "data"> & { template: string; data: string };

/** Reads a message from its row. */
export function queued(workspaceId: string, { template, data, ...row }: Row): QueuedMessage {
  return { workspaceId, ...row, ...Stored.parse({ template, data: JSON.parse(data) }) };
}

/** Returns how many messages wait to be sent, due or not. */
export async function countWaiting(db: Db, workspaceId: string): Promise<number> {
  const { count } = await db
    .selectFrom("outbox")
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .where("workspaceId", "=", workspaceId)
    .where("nextAttemptAt", "is not", null)
    .executeTakeFirstOrThrow();
  return count;
}

/**
 * Takes a message for one attempt; false when another node took it first. The time of the next attempt is written
 * before the mail leaves, so that a node that dies meanwhile loses nothing and holds nothing up.
 */
export async function claimMessage(
  db: Db,
  { workspaceId, id, attempts }: QueuedMessage,
  { nextAttemptAt, now }: { nextAttemptAt: Instant; now: Instant },
): Promise<boolean> {
  const claimed = await db
    .updateTable("outbox")
    .set({ attempts: attempts + 1, nextAttemptAt })
    .where("workspaceId", "=", workspaceId)
    .where("id", "=", id)
    .where("attempts", "=", attempts)
    .where("nextAttemptAt", "<=", now)
    .where("bundle", "is", null)
    .returning("id")
    .executeTakeFirst();
  return claimed !== undefined;
}

/** What becomes of a message that is due and not sent now: it waits, goes out with others, or is not mailed at all. */
export type Hold = { way: "later" | "digest"; at: Instant } | { way: "off" };

/** Puts a due message off; false when another node has dealt with it. */
export async function holdMessage(
  db: Db,
  { workspaceId, id, attempts }: QueuedMessage,
  hold: Hold,
  now: Instant,
): Promise<boolean> {
  const held = await db
    .updateTable("outbox")
    .set(columnsOf(hold, attempts, now))
    .where("workspaceId", "=", workspaceId)
    .where("id", "=", id)
    .where("attempts", "=", attempts)
    .where("nextAttemptAt", "<=", now)
    .where("bundle", "is", null)
    .returning("id")
    .executeTakeFirst();
  return held !== undefined;
}

function columnsOf(hold: Hold, attempts: number, now: Instant) {
  if (hold.way === "off") return { nextAttemptAt: null, unmailedAt: now };
  if (hold.way === "digest") return { nextAttemptAt: hold.at, bundle: "digest" };
  // A message that has failed before is given up in its time, however many nights lie between.
  return { nextAttemptAt: hold.at, ...(attempts === 0 ? { triedFrom: hold.at } : {}) };
}

/** Has what waits by choice decided about anew, for one person or everybody: they have chosen otherwise. */
export async function releaseHeld(tx: Db, workspaceId: string, userId: string | null, now: Instant): Promise<void> {
  await tx
    .updateTable("outbox")
    .set({ nextAttemptAt: now, bundle: null, triedFrom: null })
    .where("workspaceId", "=", workspaceId)
    .where("nextAttemptAt", ">", now)
    .where("attempts", "=", 0)
    .where((eb) =>
      eb.or([eb("bundle", "=", "digest"), eb.and([eb("bundle", "is", null), eb("triedFrom", "is not", null)])]),
    )
    .$if(userId !== null, (query) => query.where("toUserId", "=", userId))
    .execute();
}

/** "sent", "given_up" and "withheld", which never left, are the end of a message; "failed" is tried again. */
export type DeliveryOutcome = "sent" | "failed" | "given_up" | "withheld";

const ends = { sent: "sentAt", given_up: "failedAt", withheld: "withheldAt" } as const;

export type Delivery = { attempt: number; outcome: DeliveryOutcome; response: string; at: Instant };

/** Records what came of an attempt, with the message's end if it is one; what a withheld one carries ends with it. */
export async function recordDelivery(
  db: Db,
  { workspaceId, id }: Pick<QueuedMessage, "workspaceId" | "id">,
  { attempt, outcome, response, at }: Delivery,
): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await tx.insertInto("deliveries").values({ workspaceId, outboxId: id, attempt, at, outcome, response }).execute();
    if (outcome === "failed") return;
    await tx
      .updateTable("outbox")
      .set({ nextAttemptAt: null, [ends[outcome]]: at })
      .where("workspaceId", "=", workspaceId)
      .where("id", "=", id)
      .execute();
    if (outcome !== "withheld") return;
    await tx
      .updateTable("outbox")
      .set({ withheldAt: at })
      .where("workspaceId", "=", workspaceId)
      .where("bundledIn", "=", id)
      .execute();
  });
}
