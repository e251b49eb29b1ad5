import type { Db } from "#db/connect.ts";
import { membersAmong } from "#db/member-counts.ts";
import { usersWithRole } from "#db/users.ts";
import type { Category } from "./category.ts";
import type { Exception } from "./exception.ts";
import { type Rating, ratings } from "./risk.ts";
import type { RegisterRole } from "./roles.ts";
import { type Candidate, type Office, type Staffing, staffingOf } from "./staffing.ts";

/** Somebody who holds an office that is needed, and why they cannot use it here. */
export type Conflicted = { name: string; why: "requestor" | "beneficiary" };

export type WhoCouldApprove = {
  /** Ratings that need the same people stand together, from the lowest on. */
  byRating: { ratings: Rating[]; staffing: Staffing }[];
  conflicted: Conflicted[];
};

type Ahead = Pick<Exception, "workspaceId" | "requestorId" | "beneficiaryId" | "scope" | "rating">;

type Asked = {
  /** Whoever files it, while the record has no requestor yet. */
  requestorId: string;
  stages: Category["stages"];
  /** The least rating that it could get. */
  least: Rating;
};

/** Returns by name who could approve a record and put it in place: for its rating, or before it has one for each that it could get. */
export async function whoCouldApprove(
  db: Db,
  record: Ahead,
  { requestorId, stages, least }: Asked,
): Promise<WhoCouldApprove> {
  const { workspaceId, scope, beneficiaryId } = record;
  const holders = await holdersOf(db, workspaceId);
  const members = await membersAmong(
    db,
    workspaceId,
    scope,
    holders.map(({ id }) => id),
  );
  const whyNot = ({ id }: Candidate): Conflicted["why"] | null => {
    if (id === (record.requestorId ?? requestorId)) return "requestor";
    return id === beneficiaryId || scope.users.includes(id) || members.has(id) ? "beneficiary" : null;
  };
  const candidates = holders.filter((holder) => whyNot(holder) === null);
  return {
    byRating: groupedByStages(record.rating ? [record.rating] : ratings.slice(ratings.indexOf(least)), stages).map(
      (alike) => ({
        ratings: alike,
        staffing: staffingOf(stages[alike[0]], candidates),
      }),
    ),
    conflicted: holders.flatMap((holder) => {
      const why = whyNot(holder);
      return why ? [{ name: holder.name, why }] : [];
    }),
  };
}

const roleOf: Record<Office, RegisterRole> = {
  identity: "approver_identity",
  risk: "approver_risk",
  security_leadership: "approver_security_leadership",
  implementer: "implementer",
};

/** Returns the active people who hold an office, by name; an auditor holds none, whatever was granted by mistake. */
async function holdersOf(db: Db, workspaceId: string): Promise<Candidate[]> {
  const auditors = new Set((await usersWithRole(db, workspaceId, ["auditor"])).map(({ id }) => id));
  const holders = new Map<string, Candidate>();
  for (const [office, role] of Object.entries(roleOf) as [Office, RegisterRole][]) // the entries of a literal
    for (const { id, displayName: name } of await usersWithRole(db, workspaceId, [role]))
      holders.set(id, { id, name, offices: [...(holders.get(id)?.offices ?? []), office] });
  return [...holders.values()].filter(({ id }) => !auditors.has(id));
}

type Alike = [Rating, ...Rating[]];

function groupedByStages(asked: readonly Rating[], stages: Category["stages"]): Alike[] {
  const groups = Map.groupBy(asked, (rating) => JSON.stringify(stages[rating]));
  return [...groups.values()].map((alike) => alike as Alike); // a group has at least one
}
