import { addHours } from "#app/register/days.ts";
import { lastDays } from "#app/register/local-days.ts";
import { figuresAt } from "#app/reports/figures-at.server.ts";
import { keepPeopleOf } from "#app/reports/keep-people.server.ts";
import { endOfDay, type Moment } from "#app/reports/moment.ts";
import type { Db } from "../connect.ts";
import { keepDay, keepSnapshot } from "../kpi-snapshots.ts";
import { demoCompany } from "./cast.ts";
import type { Stage, Step } from "./play-story.ts";

/** The last days that are over, the earliest first. */
function daysBefore(workspaceId: string, now: string, count: number): Moment[] {
  const { timeZone } = demoCompany;
  const days = lastDays(now, count + 1, timeZone).slice(0, -1);
  return days.map(({ date }) => endOfDay({ id: workspaceId, timeZone }, date));
}

/** Looks at the people a minute after each of these days, as the job does. */
export function peopleMeasured({ workspaceId, now }: Stage, days: number): Step[] {
  return daysBefore(workspaceId, now, days).map(({ day, at }) => {
    const soon = addHours(at, 1 / 60);
    return { at: soon, run: (tx) => keepPeopleOf(tx, { workspaceId, at: soon }, day ?? "") };
  });
}

/** Keeps the figures of these days, measured from the demo's own history. */
export async function keepFigures(db: Db, workspaceId: string, now: string, days: number): Promise<void> {
  for (const { day, timeZone } of daysBefore(workspaceId, now, days)) {
    if (day === null) continue;
    await keepDay(db, workspaceId, { day, timeZone });
    await keepSnapshot(db, workspaceId, { day, figures: await figuresAt(db, workspaceId, day) });
  }
}
