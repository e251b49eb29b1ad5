import type { ExceptionState, Instant } from "#app/engine/types.ts";
import type { CategoryId } from "./category.ts";
import type { Exception } from "./exception.ts";
import { type ExitPlan, exitPlanOf } from "./exit-plan.ts";
import { openStates } from "./open-states.ts";
import type { Rating } from "./risk.ts";
import { type Status, statusOf } from "./status.ts";

/** What the register's table shows of one record. */
export type ListRow = {
  id: string;
  title: string;
  category: CategoryId;
  state: ExceptionState;
  status: Status;
  rating: Rating | null;
  who: string;
  where: string;
  owner: string;
  /** Nobody answers for it: its owner is barred from signing in. */
  ownerIsBarred: boolean;
  endsAt: Instant;
  nextReviewAt: Instant | null;
  controls: number;
  lastUsedAt: Instant | null;
  plan: ExitPlan;
};

type Around = {
  /** Display names of people by id and of directory objects by "kind:id". */
  names: ReadonlyMap<string, string>;
  lastUsedAt: Instant | null;
  /** Who of the owners is barred, where it is asked: of the past it is not known. */
  barred?: ReadonlySet<string>;
  now: Instant;
};

export function listRowOf(record: Exception, { names, lastUsedAt, barred, now }: Around): ListRow {
  return {
    id: record.id,
    title: record.title || "Untitled draft",
    category: record.category,
    state: record.state,
    status: statusOf(record, now),
    rating: record.rating,
    who: whoOf(record, names),
    where: whereOf(record, names),
    owner: record.ownerId ? (names.get(record.ownerId) ?? record.ownerId) : "–",
    ownerIsBarred: record.ownerId !== null && barred?.has(record.ownerId) === true && openStates.includes(record.state),
    endsAt: record.endsAt,
    nextReviewAt: record.nextReviewAt,
    controls: record.compensatingControls.length,
    lastUsedAt,
    plan: exitPlanOf(record, now),
  };
}

/** Names the one subject of a scope, or counts them. */
function whoOf({ scope }: Exception, names: ReadonlyMap<string, string>): string {
  const subjects = [
    ...scope.users.map((id) => names.get(id) ?? id),
    ...scope.servicePrincipals.map((id) => names.get(`service_principal:${id}`) ?? id),
    ...scope.groups.map((id) => names.get(`group:${id}`) ?? id),
    ...scope.roles.map((id) => names.get(`role:${id}`) ?? id),
  ];
  if (subjects.length === 0) return "Everyone there";
  return subjects.length === 1 ? (subjects[0] ?? "") : `${subjects.length} subjects`;
}

function whereOf({ scope }: Exception, names: ReadonlyMap<string, string>): string {
  const networks = scope.networks.length;
  const applications = applicationsOf(scope.applications, names);
  return networks === 0 ? applications : `${applications}, ${networks} network${networks === 1 ? "" : "s"}`;
}

function applicationsOf(ids: readonly string[], names: ReadonlyMap<string, string>): string {
  const [id] = ids;
  if (id === undefined) return "All applications";
  return ids.length === 1 ? (names.get(`application:${id}`) ?? id) : `${ids.length} applications`;
}
