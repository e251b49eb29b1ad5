import type { Instant } from "#app/engine/types.ts";
import type { Db } from "./connect.ts";
import { holdsText } from "./holds-text.ts";

/** Somebody's id, and what they are called where a text was written for them or about them. */
export type Written = { userId: string; address: string; name: string };

/** What messages and remembered answers say in JSON, with another person's name in it. */
export type Rewrite = (json: string) => string;

/** Gives up the messages to a person that were not sent. */
export async function cancelMessagesTo(
  tx: Db,
  workspaceId: string,
  { userId, address }: Pick<Written, "userId" | "address">,
  now: Instant,
): Promise<void> {
  await tx
    .updateTable("outbox")
    .set({ nextAttemptAt: null, failedAt: now })
    .where("workspaceId", "=", workspaceId)
    .where("nextAttemptAt", "is not", null)
    .where((eb) => eb.or([eb("toUserId", "=", userId), eb("toAddress", "=", address)]))
    .execute();
}

/** Replaces a person in the messages to them and about them, and in what mail servers answered. */
export async function rewriteMessages(
  tx: Db,
  workspaceId: string,
  { userId, address, name }: Written,
  { newAddress, rewrite }: { newAddress: string; rewrite: Rewrite },
): Promise<void> {
  await tx
    .updateTable("outbox")
    .set({ toAddress: newAddress })
    .where("workspaceId", "=", workspaceId)
    .where((eb) => eb.or([eb("toUserId", "=", userId), eb("toAddress", "=", address)]))
    .execute();
  const messages = await tx
    .selectFrom("outbox")
    .select(["id", "data"])
    .where("workspaceId", "=", workspaceId)
    .where((eb) => eb.or([holdsText("data", address), holdsText("data", inJson(name))]))
    .execute();
  for (const { id, data } of messages)
    await tx
      .updateTable("outbox")
      .set({ data: rewrite(data) })
      .where("workspaceId", "=", workspaceId)
      .where("id", "=", id)
      .execute();
  await tx
    .updateTable("deliveries")
    .set({ response: "The answer named somebody who has been pseudonymised." })
    .where("workspaceId", "=", workspaceId)
    .where(holdsText("response", address))
    .execute();
}

/** Replaces a person in the answers that are kept for repeated requests. */
export async function rewriteAnswers(
  tx: Db,
  workspaceId: string,
  { address, name }: Pick<Written, "address" | "name">,
  rewrite: Rewrite,
): Promise<void> {
  const answers = await tx
    .selectFrom("idempotencyKeys")
    .select(["tokenId", "key", "body"])
    .where("workspaceId", "=", workspaceId)
    .where((eb) => eb.or([holdsText("body", address), holdsText("body", inJson(name))]))
    .execute();
  for (const { tokenId, key, body } of answers)
    await tx
      .updateTable("idempotencyKeys")
      .set({ body: rewrite(body) })
      .where("workspaceId", "=", workspaceId)
      .where("tokenId", "=", tokenId)
      .where("key", "=", key)
      .execute();
}

function inJson(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}
