import { addDays } from "#app/register/days.ts";
import { forgetPlaces } from "#db/address-attempts.ts";
import { forgetOldDevices } from "#db/known-devices.ts";
import { deleteSessionsBefore } from "#db/sessions.ts";
import type { Job } from "./job.ts";

/** For how long it can be looked up in the database from where somebody was signed in. The audit log keeps that they were. */
const keptDays = 90;

/** Deletes what ended long ago: sessions, browsers that are no longer known, and counts of failed sign-ins by address. */
export const sweepSessions: Job = {
  name: "sweep-sessions",
  cron: "45 2 * * *",
  summary: "Deletes sessions that ended 90 days ago, forgotten browsers, and counts of failures by address.",
  run: async ({ db }, { id: workspaceId }, now) => ({
    sessions: await deleteSessionsBefore(db, workspaceId, addDays(now, -keptDays)),
    devices: await forgetOldDevices(db, workspaceId, now),
    places: await forgetPlaces(db, workspaceId, now),
  }),
};
