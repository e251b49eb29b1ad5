import { z } from "zod";
import { isAdmin, type RegisterRole } from "#app/register/roles.ts";

export const mfaResetters = ["owners", "admins"] as const;
/** Who may take somebody else's factors away: owners alone, or admins too. */
export type MfaResetters = (typeof mfaResetters)[number];

/** Whether these roles may reset the factors of somebody with those roles. An owner's are reset by an owner alone. */
export function mayResetMfa(
  roles: readonly RegisterRole[],
  theirs: readonly RegisterRole[],
  resetters: MfaResetters,
): boolean {
  if (!isAdmin(roles)) return false;
  return roles.includes("owner") || (resetters === "admins" && !theirs.includes("owner"));
}

/** What whoever resets has seen that it is them: a support desk that is talked into it is the usual way around MFA. */
export const MfaResetProof = z.object({
  video_call: z
    .string("Say when you saw them, and how you knew that it was them.")
    .trim()
    .min(10, "Say when you saw them, and how you knew that it was them.")
    .max(1000)
    .describe("When they were seen on video, and how they were recognised."),
  email: z
    .email("Enter the address from which they wrote.")
    .max(320)
    .describe("The address from which they wrote; it has to be that of the account."),
  reference: z.string().trim().max(200).default("").describe("The ticket, where there is one."),
});
export type MfaResetProof = z.output<typeof MfaResetProof>;

/** What a reset answers over the API. */
export const MfaResetWire = z.object({
  factors: z.number().int(),
  sessions: z.number().int(),
  tokens: z.number().int().describe("Those that could approve."),
  invited_until: z.iso
    .datetime()
    .nullable()
    .describe("Until when the link works that was mailed to somebody without a password; null for everybody else."),
});
