import type { EventType } from "./events.ts";

export const eventGroups = ["register", "sign_in", "policy", "people", "break_glass", "exports", "operation"] as const;
/** What events are about, for finding them. */
export type EventGroup = (typeof eventGroups)[number];

export const eventGroupLabels: Record<EventGroup, string> = {
  register: "Register and reviews",
  sign_in: "Sign-in and factors",
  policy: "Policy and categories",
  people: "People, directory and settings",
  break_glass: "Break-glass and rotation",
  exports: "Imports, exports and reports",
  operation: "Operation and the log itself",
};

/** What the first part of a type stands for; whatever is not here is about how the register itself is run. */
const groupOfNoun: Record<string, EventGroup> = {
  exception: "register",
  delegation: "register",
  campaign: "register",
  saved_view: "register",
  session: "sign_in",
  mfa: "sign_in",
  factor: "sign_in",
  oath_token: "sign_in",
  oath_audit: "sign_in",
  decisions: "sign_in",
  policy: "policy",
  category: "policy",
  control: "policy",
  replay: "policy",
  workspace: "people",
  user: "people",
  directory: "people",
  identity_provider: "people",
  token: "people",
  calendar_feed: "people",
  notifications: "people",
  break_glass_account: "break_glass",
  break_glass: "break_glass",
  secret: "break_glass",
  drill: "break_glass",
  incident: "break_glass",
  finding: "break_glass",
  import: "exports",
  export: "exports",
  report: "exports",
  evidence: "exports",
  checkpoint: "exports",
  document: "exports",
  signing_key: "exports",
};

const groupOfType: Partial<Record<EventType, EventGroup>> = {
  "session.limits_changed": "people",
  "user.mfa_required": "sign_in",
  "user.grace_warned": "sign_in",
  "user.password_changed": "sign_in",
  "user.password_reset_requested": "sign_in",
  "user.devices_forgotten": "sign_in",
  TENANT_MFA_POLICY_UPDATED: "policy",
  TENANT_MFA_ACCEPTED_FACTORS_UPDATED: "policy",
  TENANT_MFA_GRACE_GRANTED: "sign_in",
  TENANT_MFA_GRACE_EXPIRED: "sign_in",
  ACCOUNT_MFA_DEVICE_ENROLLED: "sign_in",
  ACCOUNT_MFA_DEVICE_REVOKED: "sign_in",
  ACCOUNT_MFA_DISABLE_BLOCKED: "sign_in",
  ACCOUNT_MFA_RECOVERY_CODE_USED: "sign_in",
};

/** Returns what events of a type are about. */
export function groupOf(type: string): EventGroup {
  const [noun = ""] = type.split(".");
  return groupOfType[type as EventType] ?? groupOfNoun[noun] ?? "operation"; // an unknown type finds nothing
}
