import type { EventType } from "./events.ts";

/** What each event says in the log and on a record, after the name of who did it. */
const sentences: Partial<Record<EventType, string>> = {
  "workspace.created": "made the workspace",
  "workspace.updated": "changed the workspace's settings",
  "user.created": "added a person",
  "user.roles_changed": "changed roles",
  "user.disabled": "barred a person",
  "user.enabled": "let a person in again",
  "user.invited": "sent an invitation",
  "user.accepted_invitation": "used an invitation",
  "session.created": "signed in",
  "session.stepped_up": "proved a factor again",
  "session.locked_out": "was locked out",
  ACCOUNT_MFA_DEVICE_ENROLLED: "enrolled a factor",
  ACCOUNT_MFA_DEVICE_REVOKED: "removed a factor",
  "token.created": "made a token",
  "token.revoked": "revoked a token",
  TENANT_MFA_POLICY_UPDATED: "put a policy in force",
  TENANT_MFA_GRACE_GRANTED: "noted that time to enrol began",
  TENANT_MFA_GRACE_EXPIRED: "noted that time to enrol ran out",
  "exception.drafted": "began the draft",
  "exception.edited": "changed the content",
  "exception.submitted": "submitted it",
  "exception.changes_requested": "asked for changes",
  "exception.resubmitted": "submitted it again",
  "exception.assessed": "rated the risk",
  "exception.approved": "approved it",
  "exception.rejected": "rejected it",
  "exception.withdrawn": "withdrew it",
  "exception.implemented": "put it in place",
  "exception.suspended": "suspended it",
  "exception.revoked": "revoked it",
  "exception.expired": "noted that it has expired",
  "exception.closed": "closed it",
  "exception.expiry_warned": "warned of the end",
  "import.finished": "imported a file",
  "export.made": "exported",
  "decisions.sealed": "sealed sign-in decisions",
  "audit.verified": "verified the log",
};

/** Returns the sentence of an event; one without its own is shown by its code. */
export function sentenceOf(type: string): string {
  return sentences[type as EventType] ?? type; // an unknown code finds nothing and is shown as it is
}
