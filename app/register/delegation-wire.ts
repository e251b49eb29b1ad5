import { z } from "zod";
import type { Instant } from "#app/engine/types.ts";
import { type Delegation, isRunning } from "./delegation.ts";
import { Instant as InstantSchema } from "./exception-schemas.ts";

/** What an approver says to give their place away for a time. */
export const NewDelegationWire = z.object({
  to: z
    .string("Say who takes your place.")
    .trim()
    .min(1, "Say who takes your place.")
    .max(320)
    .describe("User name or id of whoever takes the place."),
  starts_at: InstantSchema.optional().describe("Left out, it begins at once."),
  ends_at: InstantSchema,
  reason: z.string("Say why.").trim().min(1, "Say why.").max(1000),
});
export type NewDelegationWire = z.output<typeof NewDelegationWire>;

/** What the API answers for one delegation. */
export const DelegationWire = z.object({
  id: z.string(),
  from_user_id: z.string(),
  to_user_id: z.string(),
  starts_at: z.iso.datetime(),
  ends_at: z.iso.datetime(),
  reason: z.string(),
  created_at: z.iso.datetime(),
  revoked_at: z.iso.datetime().nullable().describe("When it was ended before its time."),
  is_running: z.boolean(),
});
export type DelegationWire = z.output<typeof DelegationWire>;

export function delegationOnWire(delegation: Delegation, now: Instant): DelegationWire {
  return {
    id: delegation.id,
    from_user_id: delegation.fromUserId,
    to_user_id: delegation.toUserId,
    starts_at: delegation.startsAt,
    ends_at: delegation.endsAt,
    reason: delegation.reason,
    created_at: delegation.createdAt,
    revoked_at: delegation.revokedAt,
    is_running: isRunning(delegation, now),
  };
}
