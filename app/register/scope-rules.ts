import type { Scope } from "#app/engine/types.ts";

export const scopeRefusals = {
  scope_empty: "Name at least one user, group, service principal, role or application.",
  group_everyone: "The group of everyone cannot be excepted. Name the people or a smaller group.",
  group_not_narrowed:
    "A group needs at least one application, network or time window beside it. Narrow it, or name the people.",
  role_not_narrowed: "A role needs at least one application, network or time window beside it.",
} as const;
export type ScopeRefusal = keyof typeof scopeRefusals;

/** Names under which directories keep the group that has everybody in it. */
const everyone = new Set(["everyone", "all users", "all", "all company", "domain users", "*"]);

/** Returns what is wrong with a scope, or null. A blanket exclusion is what the register is there to prevent. */
export function refuseScope(scope: Scope): ScopeRefusal | null {
  const { users, servicePrincipals, groups, roles, applications, networks, windows } = scope;
  const subjects = users.length + servicePrincipals.length + groups.length + roles.length;
  if (subjects + applications.length === 0) return "scope_empty";
  if (groups.some((group) => everyone.has(group.trim().toLowerCase()))) return "group_everyone";
  const isNarrowed = applications.length + networks.length + windows.length > 0;
  if (groups.length > 0 && !isNarrowed) return "group_not_narrowed";
  if (roles.length > 0 && !isNarrowed) return "role_not_narrowed";
  return null;
}
