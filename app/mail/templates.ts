/** One template per message; each is named for what happened. */
export const templates = [
  "approval_needed",
  "changes_requested",
  "exception_approved",
  "exception_rejected",
  "exception_active",
  "exception_revoked",
  "exception_expiring",
  "exception_expired",
  "invitation",
  "account_closed",
  "factor_added",
  "factor_removed",
  "audit_broken",
  "policy_weakening_waits",
  "policy_weakening_decided",
] as const;
export type Template = (typeof templates)[number];
