import type { Instant } from "#app/engine/types.ts";
import { addDays } from "#app/register/days.ts";
import { instantOf } from "#app/register/wall-clock.ts";

/** What figures are of: the end of a day of the workspace, as history has it, or now. */
export type Moment = {
  workspaceId: string;
  timeZone: string;
  /** Null for now. */
  day: string | null;
  /** The instant as of which it is measured. */
  at: Instant;
  /** The sign-ins from here on, and before `at`, are those of the day. */
  from: Instant;
};

type Workspace = { id: string; timeZone: string };

/** The end of a calendar day: the midnight after it. */
export function endOfDay({ id: workspaceId, timeZone }: Workspace, day: string): Moment {
  const next = new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10);
  const from = instantOf(`${day}T00:00`, timeZone);
  return { workspaceId, timeZone, day, from, at: instantOf(`${next}T00:00`, timeZone) };
}

export function momentOfNow({ id: workspaceId, timeZone }: Workspace, now: Instant): Moment {
  return { workspaceId, timeZone, day: null, at: now, from: addDays(now, -1) };
}
