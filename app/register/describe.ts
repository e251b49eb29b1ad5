import type { Effect, FactorKind, Protocol, Scope } from "#app/engine/types.ts";
import type { Command } from "./lifecycle.ts";

/** What each effect does to a sign-in, in words for people. */
export const effectTexts: Record<Effect, { label: string; text: string }> = {
  waive_mfa: { label: "No second factor", text: "Lets a sign-in pass with a password alone." },
  allow_factors: { label: "Other factors", text: "Accepts factors that the policy does not." },
  defer_enrollment: { label: "Enrol later", text: "Lets somebody without a factor in until the end." },
  allow_legacy_protocol: {
    label: "Legacy protocol",
    text: "Lets a client that cannot prompt sign in with a password.",
  },
};

/** What comes of the end of an exception; nobody has to do anything for the first of it. */
export const atItsEnd =
  "From that instant sign-ins meet the policy again, by themselves. The record then waits to be closed with its evidence.";

export const factorLabels: Record<FactorKind, string> = {
  passkey: "Passkey",
  security_key: "Security key",
  totp: "Authenticator app",
  recovery_code: "Recovery code",
};

export const commandLabels: Record<Command, string> = {
  submit: "Submit",
  request_changes: "Request changes",
  resubmit: "Submit again",
  assess: "Rate the risk",
  approve: "Approve",
  reject: "Reject",
  withdraw: "Withdraw",
  grant_emergency: "Grant in an emergency",
  ratify: "Ratify",
  implement: "Put in place",
  validate: "Record a test",
  review: "Review",
  report_progress: "Report progress",
  request_extension: "Ask for a later end",
  suspend: "Put on hold",
  resume: "Resume",
  revoke: "Revoke",
  lapse: "Let lapse",
  close: "Close",
};

/** What happens when the command is given, said before the button. */
export const commandTexts: Record<Command, string> = {
  submit: "Approvers are told. Until somebody decides you can still change or withdraw it.",
  request_changes: "It goes back to the requestor with your question.",
  resubmit: "Approvers are told that it is back.",
  assess: "The residual rating decides who has to approve.",
  approve: "You approve exactly this content and this risk. If either changes, your approval stops counting.",
  reject: "It ends here. The requestor is told why and can file a new one.",
  withdraw: "It ends here without a decision.",
  grant_emergency:
    "It is in force at once, by your word alone, for 24 hours at most. Everyone who is skipped is told now, and it ends by itself unless they ratify it.",
  ratify: "You agree to what was granted without you. With everybody's agreement it runs to its own end.",
  implement: "From its start on it changes sign-ins, and it ends by itself at its end.",
  validate: "Say what was tested and what shows the result. A test that failed puts the exception on hold.",
  review: "Decide whether it is still needed. What you decide is final and counts at once.",
  report_progress: "Mark a milestone of the exit plan as reached.",
  request_extension: "Everybody who has to agree is asked anew. Until then it ends as before.",
  suspend: "It stops at once, until somebody resumes it. Its end stays as it is.",
  resume: "Sign-ins may rest on it again, until its end.",
  revoke: "It stops at once: the next sign-in meets the policy again.",
  lapse: "Nobody decided in time.",
  close: "It is filed away with its evidence. Nothing can be changed after.",
};

/** What has happened once the command was given. */
export const doneTexts: Record<Command, string> = {
  submit: "Submitted.",
  request_changes: "Sent back.",
  resubmit: "Submitted again.",
  assess: "The risk is rated.",
  approve: "Approved.",
  reject: "Rejected.",
  withdraw: "Withdrawn.",
  grant_emergency: "Granted for a day at most.",
  ratify: "Ratified.",
  implement: "Put in place.",
  validate: "The test is recorded.",
  review: "Reviewed.",
  report_progress: "Noted.",
  request_extension: "The later end is asked for.",
  suspend: "On hold.",
  resume: "Resumed.",
  revoke: "Revoked.",
  lapse: "Lapsed.",
  close: "Closed.",
};

/** What each protocol is called on screens and in documents. */
export const protocolLabels: Record<Protocol, string> = {
  modern: "Modern, can prompt",
  imap: "IMAP",
  pop: "POP",
  smtp: "SMTP",
  activesync: "Exchange ActiveSync",
  ldap: "LDAP",
  radius: "RADIUS",
  ropc: "ROPC, password grant",
  other_legacy: "Other legacy protocol",
};

export type ScopeLine = { label: string; values: string[] };

/** Lists what a scope names; a sign-in has to match every line. */
export function scopeLines(scope: Scope, names: Readonly<Record<string, string>>): ScopeLine[] {
  const named = (kind: string, ids: readonly string[]) => ids.map((id) => names[kind ? `${kind}:${id}` : id] ?? id);
  const lines: ScopeLine[] = [
    { label: "People", values: named("", scope.users) },
    { label: "Service principals", values: named("service_principal", scope.servicePrincipals) },
    { label: "Groups", values: named("group", scope.groups) },
    { label: "Roles", values: named("role", scope.roles) },
    { label: "Applications", values: named("application", scope.applications) },
    { label: "Networks", values: [...scope.networks] },
    { label: "Devices", values: [...scope.devices] },
    { label: "Protocols", values: scope.protocols.map((protocol) => protocolLabels[protocol]) },
    { label: "Time windows", values: scope.windows.map(windowText) },
    { label: "Uses", values: scope.maxUses === null ? [] : [usesText(scope.maxUses)] },
  ];
  return lines.filter(({ values }) => values.length > 0);
}

/** How often it may be used, in words. */
function usesText(maxUses: number): string {
  return maxUses === 1 ? "a single sign-in" : `at most ${maxUses.toLocaleString("en")} sign-ins`;
}

const dayNames = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

function windowText({ days, fromMinute, toMinute }: Scope["windows"][number]): string {
  return `${days.map((day) => dayNames[day - 1]).join(", ")} ${clock(fromMinute)}–${clock(toMinute)} UTC`;
}

function clock(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
}
