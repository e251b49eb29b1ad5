import { networkContains } from "./network.ts";
import { isInWindow } from "./time-window.ts";
import type { Scope, SignIn, Subject } from "./types.ts";

/** An empty id is a missing one, and names nobody even where a list holds it. */
function names(list: readonly string[], id: string): boolean {
  return id !== "" && list.includes(id);
}

function namesAny(list: readonly string[], ids: readonly string[]): boolean {
  return list.length > 0 && ids.some((id) => names(list, id));
}

/** Whether something besides the subject lists keeps a group or a role from being exempt everywhere and always. */
function isNarrowed({ applications, networks, windows }: Scope): boolean {
  return applications.length > 0 || networks.length > 0 || windows.length > 0;
}

/** Whether the subject lists match; they count as one. */
function matchesSubject(scope: Scope, { kind, id, groups, roles }: Subject): boolean {
  const { users, servicePrincipals } = scope;
  const namesNobody =
    users.length === 0 && servicePrincipals.length === 0 && scope.groups.length === 0 && scope.roles.length === 0;
  if (namesNobody) return scope.applications.length > 0;
  if (names(kind === "user" ? users : servicePrincipals, id)) return true;
  return isNarrowed(scope) && (namesAny(scope.groups, groups) || namesAny(scope.roles, roles));
}

/**
 * Whether a sign-in is exactly what a scope is about. Refuses by itself what the register should never have stored: a
 * scope without a subject or an application, and a group or role without an application, network or time window.
 */
export function scopeMatches(scope: Scope, { subject, applicationId, client, now }: SignIn): boolean {
  if (subject === null || !matchesSubject(scope, subject)) return false;
  const { applications, networks, devices, protocols, windows } = scope;
  if (applications.length > 0 && !names(applications, applicationId)) return false;
  if (devices.length > 0 && !devices.includes(client.device)) return false;
  if (protocols.length > 0 && !protocols.includes(client.protocol)) return false;
  if (windows.length > 0 && !windows.some((window) => isInWindow(window, now))) return false;
  const { ip } = client;
  return networks.length === 0 || (ip !== null && networks.some((network) => networkContains(network, ip)));
}

/** 0 for named subjects only, 1 as soon as a group or role is among them, 2 for whoever uses an application. */
function breadth({ users, servicePrincipals, groups, roles }: Scope): number {
  if (groups.length + roles.length > 0) return 1;
  return users.length + servicePrincipals.length > 0 ? 0 : 2;
}

/** How many things beside the subjects narrow a scope; a number of uses is one of them. */
function narrowings({ applications, networks, devices, protocols, windows, maxUses }: Scope): number {
  const lists: readonly (readonly unknown[])[] = [applications, networks, devices, protocols, windows];
  return lists.filter((list) => list.length > 0).length + (maxUses === null ? 0 : 1);
}

function entryCount({ maxUses: _maxUses, ...lists }: Scope): number {
  return Object.values(lists).reduce((count, list) => count + list.length, 0);
}

/**
 * Orders scopes narrowest first: by whom they name, then by how many things narrow them, then by how few entries they
 * hold. Returns 0 for two that are equally narrow.
 */
export function compareNarrowness(a: Scope, b: Scope): number {
  return breadth(a) - breadth(b) || narrowings(b) - narrowings(a) || entryCount(a) - entryCount(b);
}
