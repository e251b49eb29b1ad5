import type { Silence } from "./category.ts";
import type { ReviewOutcome } from "./command-schemas.ts";
import type { ClosureCause, SuspensionCause } from "./exception.ts";

/** What a review may decide, in words for people. */
export const outcomeTexts: Record<ReviewOutcome, { label: string; text: string; done: string }> = {
  keep: { label: "Keep", text: "Still needed, as it is", done: "It was kept" },
  shorten: { label: "Shorten", text: "Needed, but not for as long", done: "Its term was shortened" },
  let_expire: { label: "Let it expire", text: "No review any more; it ends at its end", done: "It may run to its end" },
  revoke: { label: "Revoke", text: "It stops at once", done: "It was revoked" },
  escalate: {
    label: "Escalate",
    text: "Security leadership is told; it stays due",
    done: "It was left to security leadership",
  },
};

/** Why a record was not needed, or not wanted, any longer. */
export const closureCauseTexts: Record<ClosureCause, { label: string; text: string }> = {
  replaced: { label: "Replaced", text: "Something that needs no exception does its work" },
  remediated: { label: "Remediated", text: "What could not use a factor can now" },
  no_longer_needed: { label: "No longer needed", text: "The work, the account or the contract is over" },
  misuse: { label: "Misuse", text: "It was used for something else" },
  lapsed_emergency: { label: "Emergency over", text: "It was granted in an emergency and not ratified" },
  not_reviewed: { label: "Not reviewed", text: "Nobody said that it is still needed" },
  other: { label: "Something else", text: "Say below what it was" },
};

/** Why a record is on hold, and what brings it back. */
export const suspensionTexts: Record<SuspensionCause, { label: string; resumes: string }> = {
  decision: {
    label: "Somebody put it on hold",
    resumes: "An approver or admin, other than who filed it, can resume it.",
  },
  failed_validation: {
    label: "Its test failed",
    resumes: "Record a test that passed; then an approver or admin can resume it.",
  },
  silence: {
    label: "Nobody answered its review",
    resumes: "Review it; then an approver or admin can resume it.",
  },
  beneficiary_disabled: {
    label: "Whom it lets in has been disabled",
    resumes: "An approver or admin can resume it once the person is enabled again.",
  },
};

/** What happens when nobody answers a review, and what then has happened, as the ends of sentences. */
export const silenceEndings: Record<Silence, { comes: string; came: string }> = {
  remind: {
    comes: "the security contact is told; it stays in force",
    came: "the security contact was told",
  },
  suspend: { comes: "it is put on hold", came: "it was put on hold" },
  revoke: { comes: "it is revoked", came: "it was revoked" },
};
