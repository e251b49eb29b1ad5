export const approverGroups = ["identity", "risk", "security_leadership"] as const;
/** A body of approvers; an exception may need one person from each of several. */
export type ApproverGroup = (typeof approverGroups)[number];

export const registerRoles = [
  "owner",
  "admin",
  "approver_identity",
  "approver_risk",
  "approver_security_leadership",
  "implementer",
  "auditor",
] as const;
/** What a person may do in the register. Everyone may request; that needs no role. */
export type RegisterRole = (typeof registerRoles)[number];

/** The role that puts somebody into a body of approvers. */
export const roleOfGroup = {
  identity: "approver_identity",
  risk: "approver_risk",
  security_leadership: "approver_security_leadership",
} as const satisfies Record<ApproverGroup, RegisterRole>;

/** Returns the approver groups a person belongs to, in the fixed order of the groups. */
export function approverGroupsOf(roles: readonly RegisterRole[]): ApproverGroup[] {
  return approverGroups.filter((group) => roles.includes(roleOfGroup[group]));
}

/** An auditor reads everything and changes nothing, whatever other role was granted by mistake. */
export function mayChange(roles: readonly RegisterRole[]): boolean {
  return !roles.includes("auditor");
}

/** Whether these roles see the whole register; everyone else sees what they filed, own or benefit from. */
export function seesAll(roles: readonly RegisterRole[]): boolean {
  return roles.length > 0;
}

export function isAdmin(roles: readonly RegisterRole[]): boolean {
  return mayChange(roles) && (roles.includes("admin") || roles.includes("owner"));
}

/** Whether these roles read the policy: admins change it, and auditors read everything. */
export function readsPolicy(roles: readonly RegisterRole[]): boolean {
  return isAdmin(roles) || roles.includes("auditor");
}

/** Whether these roles see everybody's sign-ins and what they would be under a draft; everyone else sees their own. */
export function seesSignIns(roles: readonly RegisterRole[]): boolean {
  return isAdmin(roles) || roles.includes("auditor");
}

export const roleLabels: Record<RegisterRole, string> = {
  owner: "Owner",
  admin: "Admin",
  approver_identity: "Approver, identity",
  approver_risk: "Approver, risk",
  approver_security_leadership: "Approver, security leadership",
  implementer: "Implementer",
  auditor: "Auditor",
};

export const approverGroupLabels: Record<ApproverGroup, string> = {
  identity: "Identity",
  risk: "Risk",
  security_leadership: "Security leadership",
};
