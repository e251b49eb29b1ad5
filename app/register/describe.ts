import type { Effect, FactorKind, Scope } from "#app/engine/types.ts";
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
  implement: "Put in place",
  revoke: "Revoke",
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
  implement: "From its start on it changes sign-ins, and it ends by itself at its end.",
  revoke: "It stops at once: the next sign-in meets the policy again.",
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
  implement: "Put in place.",
  revoke: "Revoked.",
  close: "Closed.",
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
    { label: "Protocols", values: scope.protocols.map((protocol) => protocol.toUpperCase()) },
    { label: "Time windows", values: scope.windows.map(windowText) },
  ];
  return lines.filter(({ values }) => values.length > 0);
}

const dayNames = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

function windowText({ days, fromMinute, toMinute }: Scope["windows"][number]): string {
  return `${days.map((day) => dayNames[day - 1]).join(", ")} ${clock(fromMinute)}–${clock(toMinute)} UTC`;
}

function clock(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
}
