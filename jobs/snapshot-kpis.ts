import type { Instant } from "#app/engine/types.ts";
import { daysBetween } from "#app/register/days.ts";
import { type LocalDay, lastDays } from "#app/register/local-days.ts";
import { measurePast, measureToday } from "#app/reports/measure-day.server.ts";
import { keepSnapshot, lastSnapshotDay } from "#db/kpi-snapshots.ts";
import { eachDue } from "./each-due.ts";
import type { Job } from "./job.ts";

/** How far back days are made up for on which nothing ran. */
const mostDaysBack = 14;
/** A day is measured as it is for as long after its end; later, as it was. */
const freshHours = 1;

/**
 * Measures each day of the workspace once it is over. Of days on which nothing ran it keeps what can still be read as it
 * was: the register by its revisions, reviews, and sign-ins; who had a factor then, nobody can say.
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
        const figures = isFresh
          ? await measureToday(db, workspaceId, day, now)
          : await measurePast(db, workspaceId, day);
        await keepSnapshot(db, workspaceId, { day: day.date, figures });
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
