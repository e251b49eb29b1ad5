import type { Instant } from "#app/engine/types.ts";
import type { Db } from "#db/connect.ts";
import { namesOf } from "#db/directory.ts";
import { totalUsage, usageByQuarter, usageShares } from "#db/exception-usage.ts";
import { usesSpent } from "#db/exemption-uses.ts";
import { gatherRecent } from "#db/gather-sign-ins.ts";
import { findUsers } from "#db/users.ts";
import { dormancyOf } from "./dormancy.ts";
import type { Exception } from "./exception.ts";
import { lastDays } from "./local-days.ts";
import { rulesFor } from "./rules-for.server.ts";
import type { Usage, UsageShares } from "./usage.ts";

/** For how many days back the use of each day is shown. */
const usageDays = 90;

const mostShown = 10;

/** Its use, with the names of whom and what it is about: of people by id, of directory objects by "kind:id". */
export type UsageView = Usage & { names: Record<string, string> };

/** Returns how a record was used: how often, when, by whom, for what and from where. Reads a few rows, however often it was. */
export async function usageView(
  db: Db,
  record: Exception,
  { timeZone, now }: { timeZone: string; now: Instant },
): Promise<UsageView> {
  const { workspaceId, id: exceptionId, scope } = record;
  const isComplete = await gatherRecent(db, workspaceId);
  const sharesOf = (facet: "subject" | "application" | "network") =>
    usageShares(db, workspaceId, { exceptionId, facet, limit: mostShown });
  const [subjects, applications, networks] = [
    await sharesOf("subject"),
    await sharesOf("application"),
    await sharesOf("network"),
  ];
  const total = (await totalUsage(db, workspaceId, [exceptionId])).get(exceptionId);
  const spent = await usesSpent(db, workspaceId, exceptionId);
  const lastUsedAt = total?.lastAt ?? null;
  return {
    /** Whether every decision has been counted; a page does not wait for a flood of them. */
    isComplete,
    count: total?.uses ?? 0,
    lastUsedAt,
    maxUses: scope.maxUses,
    usesLeft: scope.maxUses === null ? null : scope.maxUses - (spent ?? 0),
    dormancy: dormancyOf(record, await rulesFor(db, record), { lastUsedAt, now }),
    subjects,
    applications,
    networks,
    timeZone,
    days: await usesByDay(db, record, { timeZone, now }),
    names: await namesIn(db, workspaceId, subjects, applications),
  };
}

/** Counts the uses of each of the last days, by the calendar of the zone. */
async function usesByDay(
  db: Db,
  { workspaceId, id: exceptionId }: Exception,
  { timeZone, now }: { timeZone: string; now: Instant },
): Promise<{ date: string; uses: number }[]> {
  const days = lastDays(now, usageDays, timeZone);
  const quarters = await usageByQuarter(db, workspaceId, { exceptionId, from: days[0]?.from ?? now });
  const counted = days.map(({ date }) => ({ date, uses: 0 }));
  let day = 0;
  for (const { quarter, uses } of quarters) {
    // Both are in order, so no quarter lies before the day that the last one was in.
    while ((days[day + 1]?.from ?? "~") <= `${quarter}:00.000Z`) day += 1;
    const counting = counted[day];
    if (counting) counting.uses += uses;
  }
  return counted;
}

async function namesIn(
  db: Db,
  workspaceId: string,
  subjects: UsageShares,
  applications: UsageShares,
): Promise<Record<string, string>> {
  const ids = subjects.most.map(({ value }) => value);
  const objects = await namesOf(db, workspaceId, [...ids, ...applications.most.map(({ value }) => value)]);
  const people = await findUsers(db, workspaceId, ids);
  const names = Object.fromEntries(objects);
  for (const [id, { displayName }] of people) names[id] = displayName;
  return names;
}
