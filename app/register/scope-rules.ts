import type { Scope } from "#app/engine/types.ts";
import { namesEveryone } from "./everyone-names.ts";
import { isTooWide } from "./network-size.ts";

export const scopeRefusals = {
  scope_empty: "Name at least one user, group, service principal, role or application.",
  group_everyone: "A group or role of everyone cannot be excepted. Name the people or a smaller group.",
  group_not_narrowed:
    "A group needs at least one application, network or time window beside it. Narrow it, or name the people.",
  role_not_narrowed: "A role needs at least one application, network or time window beside it.",
  network_too_wide:
    "A network wider than /8, or /20 in IPv6, is no narrowing. Name the networks that the sign-ins come from.",
} as const;
export type ScopeRefusal = keyof typeof scopeRefusals;

/** Returns what is wrong with a scope, or null. A blanket exclusion is what the register is there to prevent. */
export function refuseScope(scope: Scope): ScopeRefusal | null {
  const { users, servicePrincipals, groups, roles, applications, networks, windows } = scope;
  const subjects = users.length + servicePrincipals.length + groups.length + roles.length;
  if (subjects + applications.length === 0) return "scope_empty";
  if ([...groups, ...roles].some(namesEveryone)) return "group_everyone";
  if (networks.some(isTooWide)) return "network_too_wide";
  const isNarrowed = applications.length + networks.length + windows.length > 0;
  if (groups.length > 0 && !isNarrowed) return "group_not_narrowed";
  if (roles.length > 0 && !isNarrowed) return "role_not_narrowed";
  return null;
}
