import type { Instant } from "#app/engine/types.ts";
import { placeText } from "#app/mail/message-place.ts";
import { templates } from "#app/mail/templates.ts";
import type { Db } from "./connect.ts";
import { type Bundle, type QueuedMessage, queued } from "./outbox.ts";

/** Messages to one person that are to go out as one. */
export type DueBundle = {
  toUserId: string;
  bundle: Bundle;
  /** When the first and the last of them was written. */
  oldestAt: Instant;
  newestAt: Instant;
};

/** Returns which people have messages that are due to go out as one. */
export async function listDueBundles(db: Db, workspaceId: string, now: Instant): Promise<DueBundle[]> {
  const rows = await db
    .selectFrom("outbox")
    .select((eb) => [
      "toUserId",
      "bundle",
      eb.fn.min("createdAt").as("oldestAt"),
      eb.fn.max("createdAt").as("newestAt"),
    ])
    .where("workspaceId", "=", workspaceId)
    .where("nextAttemptAt", "<=", now)
    .where("bundle", "is not", null)
    .where("toUserId", "is not", null)
    .where("template", "in", templates)
    .groupBy(["toUserId", "bundle"])
    .orderBy("toUserId")
    .execute();
  return rows.map(({ toUserId, bundle, ...times }) => ({
    toUserId: toUserId ?? "",
    bundle: bundle as Bundle, // written by queueMessage and holdForDigest only
    ...times,
  }));
}

/** Takes the messages of a bundle out of the queue and into another message; none where another node was first. */
export async function takeBundle(
  tx: Db,
  workspaceId: string,
  { toUserId, bundle }: Pick<DueBundle, "toUserId" | "bundle">,
  { into, now }: { into: string; now: Instant },
): Promise<QueuedMessage[]> {
  const rows = await tx
    .updateTable("outbox")
    .set({ bundledIn: into, nextAttemptAt: null })
    .where("workspaceId", "=", workspaceId)
    .where("toUserId", "=", toUserId)
    .where("bundle", "=", bundle)
    .where("nextAttemptAt", "<=", now)
    .where("template", "in", templates)
    .returning(["id", "template", "toUserId", "toAddress", "data", "attempts", "createdAt", "triedFrom"])
    .execute();
  const taken = rows.map((row) => queued(workspaceId, row));
  return taken.sort((one, other) => (placeText(one) < placeText(other) ? -1 : 1));
}

/** Notes of messages that were taken that their reader has chosen meanwhile not to have them by mail. */
export async function leaveUnmailed(tx: Db, workspaceId: string, ids: readonly string[], now: Instant): Promise<void> {
  if (ids.length === 0) return;
  await tx
    .updateTable("outbox")
    .set({ bundledIn: null, unmailedAt: now })
    .where("workspaceId", "=", workspaceId)
    .where("id", "in", ids)
    .execute();
}
