import { z } from "zod";
import type { Caller } from "#app/auth/caller.server.ts";
import type { Instant } from "#app/engine/types.ts";
import { Refused } from "#app/register/refused.ts";
import { isAdmin } from "#app/register/roles.ts";
import type { Db } from "#db/connect.ts";
import { deliveriesOf, listMessages, requeueMessage } from "#db/message-log.ts";
import { findUser, findUsers } from "#db/users.ts";
import { write } from "#db/write.ts";
import { contentOf } from "./content-of.ts";
import { placeOf, placeText } from "./message-place.ts";
import { messageStates } from "./message-states.ts";
import { traits } from "./traits.ts";

/** What the log may be asked for; anything that is none of it reads as "any". */
export const LogQuery = z.object({
  state: z.enum(messageStates).nullable().catch(null).default(null),
  to: z.string().trim().max(320).catch("").default(""),
  before: z.string().max(200).nullable().catch(null).default(null),
});
export type LogQuery = z.output<typeof LogQuery>;

export type LogRow = Awaited<ReturnType<typeof messageLog>>["rows"][number];

/** Returns a page of what was written to whom, and what became of it. Of a message only its subject is said. */
export async function messageLog(db: Db, workspaceId: string, { state, to, before }: LogQuery, limit = 50) {
  const { messages, hasMore } = await listMessages(db, workspaceId, { state, to, before: placeOf(before), limit });
  const ids = messages.map(({ id }) => id);
  const deliveries = await deliveriesOf(db, workspaceId, ids);
  const people = await findUsers(
    db,
    workspaceId,
    messages.flatMap(({ toUserId }) => toUserId ?? []),
  );
  const last = messages.at(-1);
  return {
    rows: messages.map(({ id, template, data, toUserId, toAddress, createdAt, state: standing, ...times }) => ({
      id,
      state: standing,
      topic: traits[template].topic,
      subject: contentOf(template, data, { publicUrl: "" }).subject,
      to: people.get(toUserId ?? "")?.displayName ?? null,
      toUserId,
      toAddress,
      at: createdAt,
      nextAttemptAt: times.nextAttemptAt,
      deliveries: deliveries.filter(({ outboxId }) => outboxId === id),
    })),
    next: hasMore && last ? placeText(last) : null,
  };
}

/**
 * Has a message tried again that was given up.
 * @throws Refused 403 not an admin, 404 no message that was given up, 409 its reader is gone for good.
 */
export async function retryMessage(
  db: Db,
  { caller, id, now }: { caller: Caller; id: string; now: Instant },
): Promise<void> {
  const { workspace, roles, auditActor } = caller;
  if (!isAdmin(roles)) throw new Refused(403, "not_admin", "Only admins have messages tried again.");
  await write(db, { workspaceId: workspace.id, actor: auditActor, now }, async (tx, { audit }) => {
    const addressOf = async (userId: string) => {
      const reader = await findUser(tx, workspace.id, userId);
      if (reader?.pseudonymisedAt)
        throw new Refused(409, "pseudonymised", "Who this was for has been taken out of the register for good.");
      return reader?.userName;
    };
    const message = await requeueMessage(tx, workspace.id, id, { addressOf, now });
    if (!message) throw new Refused(404, "not_found", "There is no such message that was given up.");
    audit("message.retried", { kind: "message", id }, { template: message.template, toUserId: message.toUserId });
  });
}
