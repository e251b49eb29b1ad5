const owner = "Siobhan Kearney";
const identity = "Amara Diallo";
const risk = "Priya Raman";
const auditor = "Ruth Abara";

/** What approvers decide on, seen by those who can and by those who look on. */
export const decisionPages = [
  { file: "approvals.tsx", path: "/approvals?show=all", who: auditor },
  { file: "account.delegations.tsx", path: "/account/delegations", who: risk },
  { file: "account.delegations.tsx", path: "/account/delegations", who: owner },
  { file: "approvals.tsx", path: "/approvals", who: identity },
  { file: "exceptions.$id.$command.tsx", path: "{Locum pathologist, first week}/approve", who: identity },
  { file: "exceptions.$id.$command.tsx", path: "{Longer time to answer a prompt}/grant_emergency", who: identity },
  { file: "exceptions.$id.$command.tsx", path: "{Morgue scanner after the key recall}/ratify", who: risk },
  { file: "exceptions.$id.$command.tsx", path: "{Slide viewer re-indexing}/assess", who: risk },
  { file: "exceptions.$id.$command.tsx", path: "{Payroll correction run}/reject", who: identity },
  { file: "settings.workspace.tsx", path: "/settings/workspace", who: owner },
  { file: "exceptions.$id.$command.tsx", path: "{Authenticator that speaks}/revoke", who: auditor },
];
