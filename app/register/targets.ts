import type { Instant, Scope } from "#app/engine/types.ts";

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

/**
 * Whether a record covers somebody by one of its keys. Approvers agree for whoever is in a group or has a role at that time,
 * so somebody who came into it later is not covered until it is approved anew.
 */
export function coversBy(target: string, approvedAt: Instant | null, memberSince: Instant | undefined): boolean {
  if (!target.startsWith("group:") && !target.startsWith("role:")) return true;
  return approvedAt !== null && memberSince !== undefined && memberSince <= approvedAt;
}
