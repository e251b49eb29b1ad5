import { Refused } from "./refused.ts";
import { mayChange, type RegisterRole } from "./roles.ts";

/** @throws Refused 403 for an auditor. */
export function refuseAuditor(roles: readonly RegisterRole[]): void {
  if (!mayChange(roles)) throw new Refused(403, "auditor", "Auditors read everything and change nothing.");
}
