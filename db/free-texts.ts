import { type RawBuilder, sql } from "kysely";
import type { Db } from "./connect.ts";
import { holdsText } from "./holds-text.ts";

/** Texts that people write as they like: what they are called, and where they stand. */
type Source = {
  what: string;
  table: string;
  columns: readonly string[];
  /** The record that the text belongs to; null where it belongs to none. */
  record: RawBuilder<string | null>;
};

const none = sql<null>`null`;
const own = sql<string>`exception_id`;

const sources: readonly Source[] = [
  {
    what: "the record",
    table: "exceptions",
    columns: [
      ...["title", "justification", "assessment", "change_reference", "monitoring_plan", "milestones", "details"],
      ...["compensating_controls", "implementation", "last_validation", "closure", "extension", "emergency"],
      ...["suspension", "rating_basis", "source", "search_text"],
    ],
    record: sql<string>`id`,
  },
  { what: "earlier wording", table: "exception_revisions", columns: ["body"], record: own },
  { what: "what was in force", table: "exemption_versions", columns: ["body"], record: own },
  { what: "comments", table: "exception_comments", columns: ["body"], record: own },
  { what: "files", table: "attachments", columns: ["name", "note"], record: own },
  { what: "approvals", table: "approvals", columns: ["comment"], record: own },
  { what: "reviews", table: "reviews", columns: ["justification"], record: own },
  { what: "tests", table: "validations", columns: ["note"], record: own },
  { what: "checks of controls", table: "control_checks", columns: ["note"], record: own },
  {
    what: "the audit log",
    table: "audit_events",
    columns: ["data"],
    record: sql<string | null>`case when subject_kind = 'exception' then subject_id end`,
  },
  { what: "withdrawn files", table: "attachment_withdrawals", columns: ["reason"], record: none },
  { what: "delegations", table: "delegations", columns: ["reason"], record: none },
  { what: "the policy", table: "policies", columns: ["reason"], record: none },
  { what: "drafts of the policy", table: "policy_drafts", columns: ["reason", "comment"], record: none },
  { what: "categories", table: "categories", columns: ["reason", "body"], record: none },
  {
    what: "the catalogue of controls",
    table: "control_catalogue",
    columns: ["description", "how_checked"],
    record: none,
  },
  { what: "campaigns", table: "campaigns", columns: ["name", "statement"], record: none },
  { what: "who has which token, and where", table: "oath_custody", columns: ["place"], record: none },
  { what: "audits of tokens", table: "oath_audits", columns: ["figures", "statement", "evidence"], record: none },
  { what: "answers in audits of tokens", table: "oath_audit_answers", columns: ["note"], record: none },
  { what: "exports", table: "exports", columns: ["query"], record: none },
  { what: "saved views", table: "saved_views", columns: ["name", "query"], record: none },
  { what: "groups, roles and applications", table: "directory_objects", columns: ["name"], record: none },
  { what: "mails, where they quote such a text", table: "outbox", columns: ["data"], record: none },
  { what: "reports", table: "reports", columns: ["name", "addresses"], record: none },
  { what: "reports that were sent", table: "report_runs", columns: ["name", "content", "recipients"], record: none },
  { what: "webhooks", table: "webhook_endpoints", columns: ["description"], record: none },
  {
    what: "messages to webhooks, where they quote such a text",
    table: "webhook_messages",
    columns: ["body"],
    record: none,
  },
];

/** Texts of one sort that name somebody, on one record or on none. */
export type NamingTexts = { what: string; exceptionId: string | null; count: number };

/** Of one sort no more records than this are listed. */
const mostOfASort = 200;

/** Returns where free texts hold one of these names, in any case of letters. It reads everything: for rare questions. */
export async function freeTextsNaming(db: Db, workspaceId: string, names: readonly string[]): Promise<NamingTexts[]> {
  if (names.length === 0) return [];
  const found: NamingTexts[] = [];
  for (const { what, table, columns, record } of sources) {
    const { rows } = await sql<{ exceptionId: string | null; count: number }>`
      select ${record} as exception_id, count(*) as count from ${sql.table(table)}
      where workspace_id = ${workspaceId}
        and (${sql.join(
          columns.flatMap((column) => names.map((name) => holdsText(column, name))),
          sql` or `,
        )})
      group by 1 order by 1 limit ${mostOfASort}`.execute(db);
    found.push(...rows.map((row) => ({ what, ...row })));
  }
  return found;
}

/** The names of everything that the search above looks through, for saying so. */
export const freeTextTables: readonly string[] = sources.map(({ table }) => table);
