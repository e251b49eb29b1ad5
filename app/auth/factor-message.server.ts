import type { Instant } from "#app/engine/types.ts";
import type { Message } from "#db/outbox.ts";
import type { User } from "#db/users.ts";

/**
 * Tells people that one of their factors was added or removed: they hear of every change to how they sign in (NIST SP
 * 800-63B-4, 4.6), since a thief would make one first.
 */
export function factorMessage(
  template: "factor_added" | "factor_removed" | "factor_removal_blocked",
  user: Pick<User, "id" | "userName">,
  { label, at }: { label: string; at: Instant },
): Message {
  return { template, toUserId: user.id, toAddress: user.userName, data: { label, at } };
}
