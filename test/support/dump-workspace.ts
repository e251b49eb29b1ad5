import { sql } from "kysely";
import type { Db } from "#db/connect.ts";

const tables = [
  ...[
    "users",
    "role_grants",
    "directory_objects",
    "directory_words",
    "memberships",
    "factors",
    "recovery_codes",
    "oath_tokens",
    "oath_custody",
    "oath_audits",
    "oath_audit_answers",
    "challenges",
    "sessions",
    "session_settings",
    "identity_providers",
    "webhook_endpoints",
    "webhook_messages",
    "webhook_attempts",
    "linked_identities",
    "known_devices",
    "address_attempts",
    "step_up_returns",
    "tokens",
    "calendar_feeds",
    "invitations",
    "password_resets",
  ],
  ...[
    "policies",
    "policy_drafts",
    "saved_views",
    "list_settings",
    "categories",
    "control_catalogue",
    "control_checks",
    "exception_counters",
    "exceptions",
    "reviews",
    "validations",
    "silences",
    "owner_notices",
    "campaigns",
    "campaign_items",
    "exception_targets",
    "exemption_uses",
    "exception_usage",
    "revocation_proposals",
    "duties",
    "approvals",
    "exception_revisions",
    "attachments",
    "attachment_withdrawals",
    "exception_comments",
    "exception_watchers",
    "access_requests",
    "outbox",
    "deliveries",
    "notification_defaults",
    "notification_choices",
  ],
  ...[
    "grace_periods",
    "kpi_snapshots",
    "measured_days",
    "measured_people",
    "people_days",
    "enrollment_demands",
    "expiry_warnings",
    "job_runs",
    "idempotency_keys",
    "decision_batches",
    "audit_events",
    "audit_personal",
    "audit_head",
    "verifications",
  ],
];

/** Returns every row of a workspace, by table, for comparing. */
export async function dumpWorkspace(db: Db, workspaceId: string): Promise<Record<string, string[]>> {
  const dump: Record<string, string[]> = {};
  for (const table of tables) {
    const { rows } = await sql`select * from ${sql.table(table)} where workspace_id = ${workspaceId}`.execute(db);
    dump[table] = rows.map((row) => JSON.stringify(row)).sort();
  }
  return dump;
}
