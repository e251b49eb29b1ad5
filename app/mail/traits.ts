import type { Template } from "./templates.ts";

/** What people choose about together: how, and how soon, they hear of it. */
export const topics = [
  "approvals",
  "requests",
  "exceptions",
  "reviews",
  "comments",
  "duties",
  "reports",
  "policy",
  "account",
  "alarms",
] as const;
export type Topic = (typeof topics)[number];

/** What a message is, whoever it goes to. */
export type Traits = {
  topic: Topic;
  /** Leaves at once, whatever its reader has chosen: what waits for the morning would help the wrong person. */
  isUrgent: boolean;
  /** Also goes to whoever did it themselves; otherwise nobody is told of their own act. */
  tellsActor: boolean;
  /** Carries a link that lets somebody in: it is mailed, and shown nowhere else. */
  isSecret: boolean;
};

const usual = { isUrgent: false, tellsActor: false, isSecret: false };

const approvals: Traits = { ...usual, topic: "approvals" };
/** What was decided about a record, at whatever time: nobody can choose not to hear of it. */
const requests: Traits = { ...usual, topic: "requests" };
const exceptions: Traits = { ...usual, topic: "exceptions" };
const reviews: Traits = { ...usual, topic: "reviews" };
const comments: Traits = { ...usual, topic: "comments" };
const duties: Traits = { ...usual, topic: "duties" };
/** Who had it sent may well be one of its readers. */
const reports: Traits = { ...usual, topic: "reports", tellsActor: true };
const policy: Traits = { ...usual, topic: "policy" };
const ownAccount: Traits = { topic: "account", isUrgent: true, tellsActor: true, isSecret: false };
const alarm: Traits = { topic: "alarms", isUrgent: true, tellsActor: true, isSecret: false };

/** The traits of every template; what is missing here does not compile. */
export const traits: Readonly<Record<Template, Traits>> = {
  approval_needed: approvals,
  filed_for_you: requests,
  changes_requested: requests,
  exception_approved: requests,
  exception_rejected: requests,
  exception_active: requests,
  exception_revoked: requests,
  exception_suspended: requests,
  exception_resumed: requests,
  exception_shortened: requests,
  exception_let_expire: requests,
  exception_escalated: approvals,
  emergency_granted: { ...approvals, isUrgent: true },
  emergency_ratified: requests,
  extension_requested: approvals,
  approval_reminder: approvals,
  approval_escalated: approvals,
  delegation_created: approvals,
  delegation_ended: approvals,
  extension_decided: requests,
  request_lapsed: requests,
  review_due: reviews,
  review_warning: reviews,
  review_unanswered: reviews,
  milestone_missed: reviews,
  closure_due: reviews,
  campaign_begun: reviews,
  exception_dormant: exceptions,
  exception_needless: exceptions,
  exception_expiring: exceptions,
  exception_expired: exceptions,
  exception_begun: exceptions,
  emergency_lapsed: { ...exceptions, isUrgent: true },
  answer_reminder: requests,
  grace_expiring: { ...ownAccount, tellsActor: false },
  grace_expired: { ...ownAccount, tellsActor: false },
  checks_overdue: duties,
  campaign_reminder: reviews,
  campaign_overdue: reviews,
  oath_audit_due: duties,
  custodian_named: duties,
  rotation_recorded: duties,
  rotation_refused: alarm,
  rotation_due: duties,
  rotation_due_after_use: { ...duties, isUrgent: true },
  rotation_overdue: { ...duties, isUrgent: true },
  owner_reminded: exceptions,
  owner_assigned: exceptions,
  exception_changed: exceptions,
  comment_added: comments,
  mentioned_in_comment: comments,
  invitation: { ...ownAccount, isSecret: true },
  account_closed: ownAccount,
  new_device: ownAccount,
  factor_added: ownAccount,
  factor_removed: ownAccount,
  factor_removal_blocked: ownAccount,
  password_reset: { ...ownAccount, isSecret: true },
  password_changed: ownAccount,
  mfa_reset: ownAccount,
  mfa_reset_alert: alarm,
  factor_copied: ownAccount,
  token_resynchronised: ownAccount,
  recovery_code_used: ownAccount,
  recovery_codes_low: ownAccount,
  recovery_codes_replaced: ownAccount,
  bypass_sign_in: alarm,
  identity_linked: ownAccount,
  identity_provider_changed: alarm,
  audit_broken: alarm,
  // It explains the messages that come with it, so it does not wait to be one of them.
  catch_up_summary: alarm,
  break_glass_used: alarm,
  use_unclassified: { ...duties, isUrgent: true },
  alarm_tested: alarm,
  emergency_declared: alarm,
  // A plan that only its planner knows of would be an excuse.
  drill_planned: alarm,
  drill_due: duties,
  access_ending: duties,
  drill_overdue: { ...duties, isUrgent: true },
  policy_weakening_waits: policy,
  policy_weakening_decided: policy,
  category_weakened: policy,
  control_check_failed: exceptions,
  report_sent: reports,
  webhook_disabled: { ...alarm, tellsActor: false },
  // Goes to addresses outside: an auditor keeps it, so that nobody here can take it back.
  checkpoint_published: alarm,
  // Each carries what was bundled by choice; itself it only waits for the end of quiet hours.
  digest: { ...usual, topic: "account" },
  catch_up_digest: { ...usual, topic: "account" },
};
