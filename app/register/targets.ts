import type { Instant, Scope } from "#app/engine/types.ts";
import type { Exception } from "./exception.ts";

/**
 * Returns the keys under which a record is found at sign-in: each subject it names, or, when it names none,
 * each application. A record that names subjects needs no key for its applications.
 */
export function targetsOf(scope: Scope): string[] {
  const subjects = [
    ...scope.users.map((id) => `user:${id}`),
    ...scope.servicePrincipals.map((id) => `service_principal:${id}`),
    ...scope.groups.map((id) => `group:${id}`),
    ...scope.roles.map((id) => `role:${id}`),
  ];
  return [...new Set(subjects.length > 0 ? subjects : scope.applications.map((id) => `application:${id}`))];
}

/** Returns when a record was agreed to as it stands: by its approvals, or by whoever granted it in an emergency. */
export function agreedAt({ approvedAt, activatedAt }: Pick<Exception, "approvedAt" | "activatedAt">): Instant | null {
  return approvedAt ?? activatedAt;
}

/** Whether a key is about whoever is in something, rather than about somebody or something by name. */
export function isOfMembers(target: string): boolean {
  return target.startsWith("group:") || target.startsWith("role:");
}

/**
 * Whether a record covers somebody by one of its keys. Approvers agree for whoever is in a group or has a role at that time,
 * so somebody who came into it later is not covered until it is approved anew.
 */
export function coversBy(target: string, agreed: Instant | null, memberSince: Instant | undefined): boolean {
  if (!isOfMembers(target)) return true;
  return agreed !== null && memberSince !== undefined && memberSince <= agreed;
}
