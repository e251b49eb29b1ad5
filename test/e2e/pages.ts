import { auditPages, firstOfAudit } from "./pages-of-audit.ts";
import { custodyPages, firstOfCustody } from "./pages-of-custody.ts";
import { decisionPages } from "./pages-of-decisions.ts";
import { emergencyPages, firstOfEmergencies } from "./pages-of-emergencies.ts";
import { evidencePages } from "./pages-of-evidence.ts";
import { exportPages, firstOfExports } from "./pages-of-exports.ts";
import { jobPages } from "./pages-of-jobs.ts";
import { firstOfOath, oathPages } from "./pages-of-oath.ts";
import { firstOfReports, reportPages } from "./pages-of-reports.ts";
import { firstOfWebhooks, webhookPages } from "./pages-of-webhooks.ts";

export const owner = "Siobhan Kearney";
export const identity = "Amara Diallo";
export const risk = "Priya Raman";
const implementer = "Mei Tanaka";
export const auditor = "Ruth Abara";
export const requestor = "Nadia Petrova";

export type Shown = { file: string; path: string; who: string | null };

/** Every page, some in several states; {Title} stands for the address of the record with that title, or of a first one. */
export const pages: Shown[] = [
  { file: "demo.tsx", path: "/demo", who: null },
  { file: "demo_.mailbox._index.tsx", path: "/demo/mailbox", who: null },
  { file: "demo_.mailbox._index.tsx", path: "/demo/mailbox?to=nobody", who: null },
  { file: "demo_.mailbox.$id.tsx", path: "{the first mail}", who: null },
  { file: "sign-in.tsx", path: "/sign-in", who: null },
  { file: "sign-in.tsx", path: "/sign-in", who: "Joyce Adeyemi" },
  { file: "enroll.tsx", path: "/enroll", who: "Gareth Lowe" },
  { file: "exceptions._index.tsx", path: "/exceptions", who: "Elif Aydın" },
  { file: "setup.$token.tsx", path: "/setup/made-up", who: null },
  { file: "step-up.tsx", path: "/step-up", who: owner },
  { file: "forgot-password.tsx", path: "/forgot-password", who: null },
  { file: "reset-password.$token.tsx", path: "/reset-password/made-up", who: null },
  { file: "account.password.tsx", path: "/account/password", who: requestor },
  { file: "directory.users.$id_.reset-mfa.tsx", path: "{Arthur Nyland}/reset-mfa", who: owner },
  { file: "directory.users.$id_.reset-mfa.tsx", path: "{Arthur Nyland}/reset-mfa", who: "Tomasz Wilk" },
  { file: "directory.users.$id_.skip-mfa.tsx", path: "{Arthur Nyland}/skip-mfa", who: owner },
  { file: "dashboard._index.tsx", path: "/dashboard", who: auditor },
  { file: "dashboard._index.tsx", path: "/dashboard?rating=moderate&department=Identity", who: auditor },
  { file: "dashboard._index.tsx", path: "/dashboard?span=30", who: identity },
  { file: "dashboard.$key.tsx", path: "/dashboard/live_controlled_share?by=owner", who: auditor },
  { file: "dashboard.$key.tsx", path: "/dashboard/people_without_factor?day=2999-01-01", who: auditor },
  { file: "dashboard.$key.tsx", path: "/dashboard/people_without_factor", who: risk },
  ...decisionPages,
  ...exportPages,
  ...jobPages,
  ...oathPages,
  ...custodyPages,
  ...emergencyPages,
  ...webhookPages,
  ...evidencePages,
  ...reportPages,
  { file: "account.recovery-codes.tsx", path: "/account/recovery-codes?to=/account/security", who: owner },
  { file: "account.recovery-codes.tsx", path: "/account/recovery-codes", who: auditor },
  { file: "account.security.tsx", path: "/account/security", who: owner },
  { file: "account.security.tsx", path: "/account/security?add=app", who: requestor },
  { file: "account.sessions.tsx", path: "/account/sessions", who: owner },
  { file: "account.calendar.tsx", path: "/account/calendar", who: requestor },
  { file: "settings.sessions.tsx", path: "/settings/sessions", who: owner },
  { file: "inbox.tsx", path: "/inbox", who: owner },
  { file: "inbox.tsx", path: "/inbox?topic=policy&unread=1", who: requestor },
  { file: "account.notifications.tsx", path: "/account/notifications", who: requestor },
  { file: "settings.notifications.tsx", path: "/settings/notifications", who: owner },
  { file: "settings.messages.tsx", path: "/settings/messages", who: auditor },
  { file: "settings.single-sign-on._index.tsx", path: "/settings/single-sign-on", who: owner },
  { file: "settings.single-sign-on.$id.tsx", path: "/settings/single-sign-on/new", who: owner },
  { file: "sign-in_.sso._index.tsx", path: "/sign-in/sso", who: null },
  { file: "sign-in_.sso.callback.tsx", path: "/sign-in/sso/callback?code=made-up&state=made-up", who: null },
  { file: "directory.users.$id_.sessions.tsx", path: "{Arthur Nyland}/sessions", who: owner },
  { file: "directory.users.$id_.sessions.tsx", path: "{Arthur Nyland}/sessions", who: auditor },
  { file: "decisions._index.tsx", path: "/decisions", who: auditor },
  { file: "decisions._index.tsx", path: "/decisions?outcome=maybe", who: requestor },
  { file: "decisions.$id.tsx", path: "{the first refusal}", who: auditor },
  { file: "decisions.$id.tsx", path: "{the first exception}", who: owner },
  { file: "what-if.tsx", path: "/what-if", who: owner },
  { file: "what-if.tsx", path: "/what-if?application=", who: auditor },
  {
    file: "what-if.tsx",
    path: "/what-if?type=user&subject=dita.novak@marlowfinch.example&application=payroll&method=password",
    who: auditor,
  },
  { file: "what-if.tsx", path: "/what-if?type=group&subject=finance&application=ledger", who: auditor },
  { file: "replays._index.tsx", path: "/replays", who: owner },
  { file: "replays.$id.tsx", path: "{the first replay}", who: auditor },
  ...auditPages,
  { file: "reasons.tsx", path: "/reasons", who: requestor },
  { file: "settings.people.tsx", path: "/settings/people", who: owner },
  { file: "settings.people.tsx", path: "/settings/people?q=nobody+like+it", who: auditor },
  { file: "settings.policy._index.tsx", path: "/settings/policy", who: owner },
  { file: "settings.policy._index.tsx", path: "/settings/policy", who: auditor },
  { file: "settings.policy.versions._index.tsx", path: "/settings/policy/versions", who: auditor },
  { file: "settings.policy.versions.$version.tsx", path: "/settings/policy/versions/1?with=2", who: owner },
  { file: "settings.policy.drafts.$id.tsx", path: "{The weakening that waits}", who: owner },
  { file: "directory._index.tsx", path: "/directory", who: owner },
  { file: "directory._index.tsx", path: "/directory?q=nobody+like+it", who: auditor },
  { file: "directory.users.$id.tsx", path: "{Arthur Nyland}?application=slide-viewer", who: owner },
  { file: "directory.users.$id.tsx", path: "{Arthur Nyland}", who: auditor },
  { file: "directory.users.$id_.pseudonymise.tsx", path: "{Arthur Nyland}/pseudonymise", who: owner },
  { file: "directory.$kind._index.tsx", path: "/directory/groups", who: owner },
  { file: "directory.$kind._index.tsx", path: "/directory/applications", who: auditor },
  { file: "directory.$kind.$id.tsx", path: "/directory/groups/finance", who: owner },
  { file: "directory.$kind.$id.tsx", path: "/directory/service-principals/svc-result-mailer", who: auditor },
  { file: "directory.import.tsx", path: "/directory/import", who: owner },
  { file: "settings.categories._index.tsx", path: "/settings/categories", who: owner },
  { file: "settings.categories.$id.tsx", path: "/settings/categories/legacy_or_service_account", who: owner },
  { file: "settings.categories.$id.tsx", path: "/settings/categories/accessibility", who: auditor },
  { file: "settings.controls._index.tsx", path: "/settings/controls", who: owner },
  { file: "settings.controls.$id.tsx", path: "/settings/controls/session_monitoring", who: owner },
  { file: "settings.controls.$id.tsx", path: "/settings/controls/dual_control", who: auditor },
  { file: "settings.tokens.tsx", path: "/settings/tokens", who: owner },
  { file: "exceptions._index.tsx", path: "/exceptions", who: auditor },
  { file: "exceptions._index.tsx", path: "/exceptions?view=expiring&rating=high,critical", who: identity },
  { file: "exceptions._index.tsx", path: "/exceptions?q=nothing+like+it", who: requestor },
  { file: "exceptions._index.tsx", path: "/exceptions?state=active&in_scope=mail&unused_for=30", who: owner },
  { file: "exceptions.as-of.tsx", path: "/exceptions/as-of?at=2026-11-01T09:00", who: auditor },
  { file: "exceptions.as-of.tsx", path: "/exceptions/as-of?at=then&view=live", who: requestor },
  {
    file: "exceptions.$id.as-of.tsx",
    path: "{Result mailer reads its mailbox over IMAP}/as-of",
    who: auditor,
  },
  { file: "exceptions.columns.tsx", path: "/exceptions/columns", who: requestor },
  { file: "exceptions.views.tsx", path: "/exceptions/views", who: owner },
  { file: "exceptions.views.tsx", path: "/exceptions/views", who: risk },
  { file: "exceptions.bulk.tsx", path: "/exceptions/bulk?action=remind", who: owner },
  { file: "my-work.tsx", path: "/my-work", who: identity },
  { file: "my-work.tsx", path: "/my-work", who: auditor },
  { file: "search.tsx", path: "/search?q=mail", who: owner },
  { file: "exceptions.new.tsx", path: "/exceptions/new", who: requestor },
  { file: "exceptions.new.tsx", path: "/exceptions/new", who: auditor },
  { file: "exceptions.$id._index.tsx", path: "/exceptions/EXC-1999-0001", who: auditor },
  { file: "exceptions.$id._index.tsx", path: "{Recovery codes only}", who: requestor },
  { file: "exceptions.$id._index.tsx", path: "{Payroll correction run}", who: identity },
  { file: "exceptions.$id._index.tsx", path: "{Result mailer reads its mailbox over IMAP}", who: owner },
  { file: "exceptions.$id._index.tsx", path: "{Recovery after the storage failure}", who: auditor },
  ...["scope", "risk", "approvals", "implementation", "activity", "evidence", "history"].map((tab) => ({
    file: `exceptions.$id.${tab}.tsx`,
    path: `{Result mailer reads its mailbox over IMAP}/${tab}`,
    who: owner,
  })),
  { file: "exceptions.$id.reviews.tsx", path: "{Study portal of the university}/reviews", who: owner },
  { file: "exceptions.$id.reviews.tsx", path: "{Ward tablets share a mailbox}/reviews", who: auditor },
  { file: "exceptions.$id.implementation.tsx", path: "{Label printers of the cold store}/implementation", who: owner },
  { file: "exceptions.$id._index.tsx", path: "{Ward tablets share a mailbox}", who: owner },
  { file: "reviews._index.tsx", path: "/reviews", who: identity },
  { file: "reviews._index.tsx", path: "/reviews?whose=mine", who: requestor },
  { file: "reviews.campaigns._index.tsx", path: "/reviews/campaigns", who: auditor },
  { file: "reviews.campaigns.new.tsx", path: "/reviews/campaigns/new", who: owner },
  { file: "reviews.campaigns.$id._index.tsx", path: "{the first campaign}", who: owner },
  { file: "reviews.campaigns.$id.sign-off.tsx", path: "{the first campaign}/sign-off", who: auditor },
  { file: "exceptions.$id.closure.tsx", path: "{Recovery after the storage failure}/closure", who: auditor },
  {
    file: "exceptions.$id.$command.tsx",
    path: "{Exercise: fall-back sign-in of the night shift}/implement",
    who: implementer,
  },
  { file: "exceptions.$id.$command.tsx", path: "{Red team foothold account}/close", who: owner },
  ...["what", "why", "controls", "monitoring", "check"].map((step) => ({
    file: "exceptions.$id.edit.$step.tsx",
    path: `{Recovery codes only}/edit/${step}?checked=1`,
    who: requestor,
  })),
  ...["what", "check"].map((step) => ({
    file: "exceptions.$id.edit.$step.tsx",
    path: `{Slide viewer re-indexing}/edit/${step}`,
    who: "Callum Byrne",
  })),
];

/** What has no title: where each is the first of its list. */
export const firstOf: Readonly<Record<string, string>> = {
  "the first refusal": "/decisions?outcome=deny",
  "the first exception": "/decisions?reason=MFA_EXCEPTION_APPLIED",
  "the first replay": "/replays",
  "the first mail": "/demo/mailbox",
  "the first campaign": "/reviews/campaigns",
  "Arthur Nyland": "/directory?q=arthur+nyland",
  ...firstOfOath,
  ...firstOfCustody,
  ...firstOfEmergencies,
  ...firstOfWebhooks,
  ...firstOfAudit,
  ...firstOfExports,
  ...firstOfReports,
};

/** Pages of records, of the work on them and of the sign-ins they are for: half of all, looked at beside the others. */
export function isOfRecords({ file }: Shown): boolean {
  return /^(exceptions|approvals|reviews|my-work|decisions|what-if|replays)\b/.test(file);
}
