import type { ExceptionState } from "#app/engine/types.ts";
import type { Status } from "#app/register/status.ts";

export type Tone = "neutral" | "info" | "good" | "caution" | "serious" | "danger" | "critical" | "emergency";

/** The words that people see; Approved is not Active, and Expired is not Overdue. */
export const stateLabels: Record<ExceptionState, { label: string; tone: Tone }> = {
  draft: { label: "Draft", tone: "neutral" },
  submitted: { label: "Submitted", tone: "info" },
  changes_requested: { label: "Changes requested", tone: "caution" },
  assessed: { label: "Under review", tone: "info" },
  approved: { label: "Approved, not live", tone: "info" },
  active: { label: "Active", tone: "good" },
  suspended: { label: "Suspended", tone: "caution" },
  rejected: { label: "Rejected", tone: "neutral" },
  withdrawn: { label: "Withdrawn", tone: "neutral" },
  revoked: { label: "Revoked", tone: "danger" },
  closed: { label: "Closed", tone: "neutral" },
};

/** Returns the word for a record at this moment: what the time says goes before the state. */
export function wordFor(state: ExceptionState, status: Status): { label: string; tone: Tone } {
  if (status.isExpired) return { label: "Expired", tone: "neutral" };
  if (status.isUnratified)
    return { label: state === "suspended" ? "Emergency, suspended" : "Emergency", tone: "emergency" };
  if (status.isReviewOverdue) return { label: "Review overdue", tone: "danger" };
  return stateLabels[state];
}

/** What has become of a policy that is or was not in force. */
export const draftStateLabels: Record<
  "draft" | "waiting" | "applied" | "confirmed" | "rejected" | "withdrawn",
  { label: string; tone: Tone }
> = {
  draft: { label: "Draft", tone: "neutral" },
  waiting: { label: "Waits for a second admin", tone: "caution" },
  applied: { label: "Put in force", tone: "good" },
  confirmed: { label: "Confirmed", tone: "good" },
  rejected: { label: "Rejected", tone: "danger" },
  withdrawn: { label: "Withdrawn", tone: "neutral" },
};
