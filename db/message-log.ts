import type { ExpressionBuilder } from "kysely";
import type { Instant } from "#app/engine/types.ts";
import type { MessagePlace } from "#app/mail/message-place.ts";
import { type MessageState, stateOf } from "#app/mail/message-states.ts";
import { templates } from "#app/mail/templates.ts";
import type { Db } from "./connect.ts";
import { holdsText } from "./holds-text.ts";
import { type Delivery, type DeliveryOutcome, type QueuedMessage, queued } from "./outbox.ts";
import type { Schema } from "./schema.ts";

/** A message as those see it who watch over the mail. */
export type LoggedMessage = QueuedMessage & {
  state: MessageState;
  nextAttemptAt: Instant | null;
  bundledIn: string | null;
};

export type MessageQuery = {
  state: MessageState | null;
  /** A part of the address; empty for any. */
  to: string;
  before: MessagePlace | null;
  limit: number;
};

const columns = [
  ...(["id", "template", "toUserId", "toAddress", "data", "attempts", "createdAt", "triedFrom"] as const),
  ...(["bundle", "bundledIn", "nextAttemptAt", "sentAt", "unmailedAt", "withheldAt"] as const),
] as const;

/** Returns a page of the messages of a workspace, the newest first, and whether there are older ones. */
export async function listMessages(
  db: Db,
  workspaceId: string,
  { state, to, before, limit }: MessageQuery,
): Promise<{ messages: LoggedMessage[]; hasMore: boolean }> {
  const rows = await db
    .selectFrom("outbox")
    .select(columns)
    .where("workspaceId", "=", workspaceId)
    .where("template", "in", templates)
    .$if(state !== null, (query) => query.where((eb) => isIn(eb, state ?? "waiting")))
    .$if(to !== "", (query) => query.where(holdsText("toAddress", to.toLowerCase())))
    .$if(before !== null, (query) =>
      query.where((eb) =>
        eb.or([
          eb("createdAt", "<", before?.createdAt ?? ""),
          eb.and([eb("createdAt", "=", before?.createdAt ?? ""), eb("id", "<", before?.id ?? "")]),
        ]),
      ),
    )
    .orderBy("createdAt", "desc")
    .orderBy("id", "desc")
    .limit(limit + 1)
    .execute();
  const messages = rows
    .slice(0, limit)
    .map(({ bundle, bundledIn, nextAttemptAt, sentAt, unmailedAt, withheldAt, ...row }) => ({
      ...queued(workspaceId, row),
      bundledIn,
      nextAttemptAt,
      state: stateOf({ ...row, bundle, bundledIn, nextAttemptAt, sentAt, unmailedAt, withheldAt }),
    }));
  return { messages, hasMore: rows.length > limit };
}

/** Says in SQL what stateOf says of a row. */
function isIn(eb: ExpressionBuilder<Schema, "outbox">, state: MessageState) {
  const waits = eb("nextAttemptAt", "is not", null);
  const isAlone = eb("bundle", "is", null);
  switch (state) {
    case "waiting":
      return eb.and([waits, isAlone, eb("attempts", "=", 0), eb("triedFrom", "is", null)]);
    case "quiet":
      return eb.and([waits, isAlone, eb("attempts", "=", 0), eb("triedFrom", "is not", null)]);
    case "retrying":
      return eb.and([waits, isAlone, eb("attempts", ">", 0)]);
    case "bundled":
      return eb.and([waits, eb("bundle", "is not", null)]);
    case "sent":
      return eb("sentAt", "is not", null);
    case "sent_together":
      return eb.and([eb("bundledIn", "is not", null), eb("withheldAt", "is", null)]);
    case "unmailed":
      return eb("unmailedAt", "is not", null);
    case "withheld":
      return eb("withheldAt", "is not", null);
    case "given_up":
      return eb("failedAt", "is not", null);
    default:
      return state satisfies never;
  }
}

/** Returns what came of each attempt at some messages, the first attempt first. */
export async function deliveriesOf(
  db: Db,
  workspaceId: string,
  ids: readonly string[],
): Promise<(Delivery & { outboxId: string })[]> {
  if (ids.length === 0) return [];
  const rows = await db
    .selectFrom("deliveries")
    .select(["outboxId", "attempt", "outcome", "response", "at"])
    .where("workspaceId", "=", workspaceId)
    .where("outboxId", "in", ids)
    .orderBy("attempt")
    .execute();
  return rows.map((row) => ({ ...row, outcome: row.outcome as DeliveryOutcome })); // written by recordDelivery only
}

/** Puts a message that was given up back into the queue, to the address that its reader has now; null where it was not. */
export async function requeueMessage(
  tx: Db,
  workspaceId: string,
  id: string,
  { addressOf, now }: { addressOf: (userId: string) => Promise<string | undefined>; now: Instant },
): Promise<Pick<QueuedMessage, "template" | "toUserId"> | null> {
  const given = await tx
    .updateTable("outbox")
    .set({ failedAt: null, nextAttemptAt: now, triedFrom: now })
    .where("workspaceId", "=", workspaceId)
    .where("id", "=", id)
    .where("failedAt", "is not", null)
    .returning(["id", "template", "toUserId", "toAddress", "data", "attempts", "createdAt", "triedFrom"])
    .executeTakeFirst();
  if (!given) return null;
  const toAddress = given.toUserId === null ? undefined : await addressOf(given.toUserId);
  if (toAddress !== undefined)
    await tx
      .updateTable("outbox")
      .set({ toAddress })
      .where("workspaceId", "=", workspaceId)
      .where("id", "=", id)
      .execute();
  return queued(workspaceId, given);
}

/** That mail to somebody came back, and what the server said. */
export type Bounce = { at: Instant; address: string; response: string };

/** Returns that the last message to a person was given up, or null where it arrived or nothing was sent yet. */
export async function lastBounce(db: Db, workspaceId: string, userId: string): Promise<Bounce | null> {
  const last = await db
    .selectFrom("outbox")
    .select(["id", "toAddress", "failedAt"])
    .where("workspaceId", "=", workspaceId)
    .where("toUserId", "=", userId)
    .where((eb) => eb.or([eb("sentAt", "is not", null), eb("failedAt", "is not", null)]))
    .orderBy((eb) => eb.fn.coalesce("failedAt", "sentAt"), "desc")
    .limit(1)
    .executeTakeFirst();
  if (!last?.failedAt) return null;
  const said = (await deliveriesOf(db, workspaceId, [last.id])).at(-1);
  return said ? { at: last.failedAt, address: last.toAddress, response: said.response } : null;
}
