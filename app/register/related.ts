import type { Instant, Scope } from "#app/engine/types.ts";
import type { Exception } from "./exception.ts";

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
export type Relation = "overlaps" | "in_force" | "open" | "ended";

/** What may come into force, or is; nobody has said yet until when of a form that is not saved. */
export type Reaching = Pick<Exception, "state" | "scope" | "startsAt" | "endsAt">;

/** The end of what has none yet, so that whatever is in force counts as at the same time. */
export const noEndYet: Instant = "9999-12-31T23:59:59.999Z";

const ended: readonly Exception["state"][] = ["rejected", "withdrawn", "revoked", "closed"];
const isOver = ({ state, endsAt }: Reaching, now: Instant) => ended.includes(state) || endsAt <= now;

/** Says how a record stands to another about the same: both may count at one sign-in, it is still asked for, or it is over. */
export function relationOf(mine: Reaching, other: Reaching, now: Instant): Relation {
  if (isOver(other, now)) return "ended";
  if (other.state !== "active" && other.state !== "suspended") return "open";
  const isAtOnce = !isOver(mine, now) && mine.startsAt < other.endsAt && other.startsAt < mine.endsAt;
  return isAtOnce ? "overlaps" : "in_force";
}
