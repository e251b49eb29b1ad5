/** What ids of roles contain that can change how others sign in, or act as them. */
const words = /admin|owner|root|super|privileged|security[-_ ]?operat/i;

/** Whether one of somebody's roles, of the directory or of the register, looks like one that attackers are after. */
export function isPrivileged(roles: readonly string[]): boolean {
  return roles.some((role) => words.test(role));
}
