import type { Scope } from "#app/engine/types.ts";
import type { Db } from "#db/connect.ts";
import { memberIds } from "#db/members.ts";

/** How many people and services a scope reaches; more people than are counted are said to be at least so many. */
export type ScopeSize = { people: number | null; hasMore: boolean; services: number };

const mostPeople = 1000;

/** Counts whom a scope reaches, for a list of many; null people where it names nobody, and so means anybody. */
export async function scopeSize(db: Db, workspaceId: string, scope: Scope): Promise<ScopeSize> {
  const { users, servicePrincipals, groups, roles } = scope;
  const services = servicePrincipals.length;
  if (users.length + services + groups.length + roles.length === 0) return { people: null, hasMore: false, services };
  const isListed = groups.length + roles.length === 0;
  const members = isListed ? [] : await memberIds(db, workspaceId, { groups, roles, limit: mostPeople + 1 });
  const people = new Set([...users, ...members]).size;
  return { people: Math.min(people, mostPeople), hasMore: people > mostPeople, services };
}

/** Says a size in a few words. */
export function sizeText({ people, hasMore, services }: ScopeSize): string {
  if (people === null) return "anybody who uses its applications";
  const parts = [
    ...(people > 0
      ? [`${people.toLocaleString("en-GB")}${hasMore ? " or more" : ""} ${people === 1 ? "person" : "people"}`]
      : []),
    ...(services > 0 ? [`${services} ${services === 1 ? "service" : "services"}`] : []),
  ];
  return parts.join(", ") || "nobody yet";
}
