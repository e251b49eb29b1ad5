import type { Instant } from "#app/engine/types.ts";
import type { Template } from "#app/mail/templates.ts";
import type { Db } from "./connect.ts";
import { newId } from "./ids.ts";

/** A message to one person; the template says what it means, the data fills it. */
export type Message = { template: Template; toUserId: string | null; toAddress: string; data: Record<string, string> };

export type QueuedMessage = Message & { workspaceId: string; id: string; attempts: number; createdAt: Instant };

/** Queues a message in the transaction of the change that it tells of. */
export async function queueMessage(db: Db, workspaceId: string, message: Message, now: Instant): Promise<void> {
  await db
    .insertInto("outbox")
    .values({
      workspaceId,
      id: newId("msg"),
      template: message.template,
      toUserId: message.toUserId,
      toAddress: message.toAddress,
      data: JSON.stringify(message.data),
      createdAt: now,
      attempts: 0,
      nextAttemptAt: now,
      sentAt: null,
      failedAt: null,
    })
    .execute();
}
