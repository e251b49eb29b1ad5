import type { Instant, Scope } from "#app/engine/types.ts";
import type { Exception } from "./exception.ts";
import { statusOf } from "./status.ts";

/** Whom and what two scopes both name. */
export type Common = { subjects: string[]; applications: string[] };

const subjectsOf = ({ users, servicePrincipals, groups, roles }: Scope): string[] => [
  ...users,
  ...servicePrincipals.map((id) => `service_principal:${id}`),
  ...groups.map((id) => `group:${id}`),
  ...roles.map((id) => `role:${id}`),
];

/** Returns what two scopes name in common: people by id, everything else as "kind:id". */
export function commonOf(one: Scope, other: Scope): Common {
  const others = new Set(subjectsOf(other));
  return {
    subjects: subjectsOf(one).filter((subject) => others.has(subject)),
    applications: one.applications.filter((id) => other.applications.includes(id)).map((id) => `application:${id}`),
  };
}

/** How a record bears on one that is being filed or looked at. */
export type Relation = "overlaps" | "open" | "ended";

type Reaching = Pick<Exception, "scope" | "startsAt" | "endsAt">;

const open: readonly Exception["state"][] = ["draft", "submitted", "changes_requested", "assessed", "approved"];

/** Says how a record stands to another about the same: both may count at one sign-in, it is still asked for, or it is over. */
export function relationOf(mine: Reaching, other: Exception, now: Instant): Relation {
  const isInForce = (other.state === "active" || other.state === "suspended") && !statusOf(other, now).isExpired;
  if (isInForce) return mine.startsAt < other.endsAt && other.startsAt < mine.endsAt ? "overlaps" : "open";
  return open.includes(other.state) && !statusOf(other, now).isExpired ? "open" : "ended";
}
