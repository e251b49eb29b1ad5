import type { Instant } from "#app/engine/types.ts";
import { daysBetween } from "#app/register/days.ts";
import { type LocalDay, lastDays } from "#app/register/local-days.ts";
import { figuresAt } from "#app/reports/figures-at.server.ts";
import { keepPeopleOf } from "#app/reports/keep-people.server.ts";
import { gatherRecent } from "#db/gather-sign-ins.ts";
import { keepDay, keepSnapshot, lastSnapshotDay } from "#db/kpi-snapshots.ts";
import { eachDue } from "./each-due.ts";
import type { Job } from "./job.ts";

/** How far back days are made up for on which nothing ran. */
const mostDaysBack = 14;
/** For as long after a day's end people are taken to be what they were when it ended. */
const freshHours = 1;

/**
 * Measures each day of the workspace once it is over, from history, so that anybody can measure it again. What has none is
 * kept first: who has a factor. Of days on which nothing ran nobody can say that, so those figures are left out.
 */
export const snapshotKpis: Job = {
  name: "snapshot-kpis",
  cron: "1 0 * * *",
  zone: "workspace",
  summary: "Keeps the figures of the day that has ended.",
  run: async (context, { id: workspaceId, timeZone, createdAt }, now) => {
    const { db } = context;
    const lastDay = await lastSnapshotDay(db, workspaceId);
    const missing = endedDays(now, timeZone).filter(
      ({ date, to }) => to > createdAt && (lastDay === null || date > lastDay),
    );
    // Before the first measurement there is nothing to make up for.
    const due = lastDay === null ? missing.slice(-1) : missing;
    const { done, failed } = await eachDue(
      context,
      due.map((day) => ({ ...day, id: day.date })),
      async (day) => {
        const isFresh = daysBetween(day.to, now) * 24 < freshHours;
        // A sign-in that is found later would be missing from what is kept.
        while (!(await gatherRecent(db, workspaceId)));
        await keepDay(db, workspaceId, { day: day.date, timeZone });
        if (isFresh) await keepPeopleOf(db, { workspaceId, at: now }, day.date);
        await keepSnapshot(db, workspaceId, { day: day.date, figures: await figuresAt(db, workspaceId, day.date) });
      },
    );
    return { measured: done, failed };
  },
};

type EndedDay = LocalDay & { to: Instant };

function endedDays(now: Instant, timeZone: string): EndedDay[] {
  const days = lastDays(now, mostDaysBack + 1, timeZone);
  return days.slice(0, -1).map((day, index) => ({ ...day, to: days[index + 1]?.from ?? now }));
}
