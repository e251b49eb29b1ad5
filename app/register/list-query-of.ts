import type { Instant } from "#app/engine/types.ts";
import { addDays } from "./days.ts";
import type { ListParams } from "./list-params.ts";
import { type Condition, everything, type ListQuery } from "./list-query.ts";
import { openStates } from "./open-states.ts";
import type { Due, Mark, ReviewTime, View } from "./views.ts";

/** Who asks. */
export type Reader = {
  userId: string;
  /** Only records that concern this person; null for whoever sees the whole register. */
  concerning: string | null;
  /** What waits for them, by the ids of the records; empty where nobody asked. */
  awaited: Readonly<Partial<Record<Due, readonly string[]>>>;
};

/** A review that is due within so many days is due soon. */
const soonDays = 14;

/** Turns the query string into what the database is asked. */
export function listQueryOf(params: ListParams, now: Instant, reader: Reader): ListQuery {
  const idOf = (name: string) => (name === "me" ? reader.userId : name);
  const also = [
    restrictionOf(params.view, now),
    endsWithin(params.ends_within, now),
    reviewAt(params.review, now),
    unusedFor(params.unused_for, now),
    ...params.only.map((mark) => markOf(mark, now)),
  ];
  return {
    ...everything,
    search: params.q,
    states: params.state,
    categories: params.category,
    ratings: params.rating,
    ownerIds: params.owner.map(idOf),
    requestorId: params.requestor && idOf(params.requestor),
    named: namedBy(params, reader),
    also: also.filter((condition) => condition !== null),
    ids: awaitedIds(params, reader),
    concerning: reader.concerning,
    sort: params.sort,
    descending: params.order === "desc",
    after: params.cursor,
    limit: params.limit,
  };
}

const subjectKinds = ["user", "group", "role", "service_principal"] as const;

function namedBy({ application, in_scope }: ListParams, { userId }: Reader): string[][] {
  const subjects = in_scope.flatMap((name) => {
    if (name === "me") return [`user:${userId}`];
    return subjectKinds.some((kind) => name.startsWith(`${kind}:`))
      ? [name]
      : subjectKinds.map((kind) => `${kind}:${name}`);
  });
  return [application.map((id) => `application:${id}`), subjects].filter((keys) => keys.length > 0);
}

function awaitedIds({ view, awaits }: ListParams, { awaited }: Reader): string[] | null {
  if (view !== "awaiting_me" && awaits.length === 0) return null;
  const dues = awaits.length > 0 ? awaits : (Object.keys(awaited) as Due[]); // keys of a record by Due
  return [...new Set(dues.flatMap((due) => awaited[due] ?? []))];
}

function restrictionOf(view: View, now: Instant): Partial<Condition> | null {
  switch (view) {
    case "all":
    case "awaiting_me":
      return null;
    case "waiting":
      return { states: ["submitted", "assessed"] };
    case "live":
      return { states: ["active"], endsAfter: now };
    case "expiring":
      return { states: ["active"], endsAfter: now, endsBy: addDays(now, 7) };
    case "review_overdue":
      return { states: ["active"], endsAfter: now, reviewBy: now };
    case "expired":
      return markOf("expired_open", now);
    case "no_controls":
      return markOf("no_controls", now);
    case "break_glass":
      return markOf("break_glass", now);
    default:
      return view satisfies never;
  }
}

function markOf(mark: Mark, now: Instant): Partial<Condition> {
  switch (mark) {
    case "no_controls":
      return { withoutControls: true };
    case "expired_open":
      return { states: ["approved", "active", "suspended"], endsBy: now };
    case "owner_barred":
      return { states: openStates, ownerIsBarred: true };
    case "plan_late":
      return { states: ["approved", "active", "suspended"], endsAfter: now, planDueBy: now };
    case "untested":
      return { states: ["active", "suspended"], endsAfter: now, isUntested: true };
    case "emergency":
      return { isEmergency: true };
    case "break_glass":
      return { categories: ["break_glass"] };
    default:
      return mark satisfies never;
  }
}

function endsWithin(days: number | null, now: Instant): Partial<Condition> | null {
  if (days === null) return null;
  return { states: ["approved", "active", "suspended"], endsAfter: now, endsBy: addDays(now, days) };
}

function reviewAt(time: ReviewTime | null, now: Instant): Partial<Condition> | null {
  if (time === null) return null;
  const live = { states: ["active"], endsAfter: now } as const;
  return time === "overdue"
    ? { ...live, reviewBy: now }
    : { ...live, reviewAfter: now, reviewBy: addDays(now, soonDays) };
}

function unusedFor(days: number | null, now: Instant): Partial<Condition> | null {
  return days === null ? null : { states: ["active"], endsAfter: now, unusedSince: addDays(now, -days) };
}
