import type { Instant } from "#app/engine/types.ts";
import type { DecisionSettings } from "./decision-settings.ts";
import type { Exception } from "./exception.ts";
import { type Waiting, waitingOf } from "./waiting-since.ts";

/** What approvers who are silent about a record are due: to be reminded, to have others told, to see it lapse. */
export type Chase = {
  waiting: Waiting;
  since: Instant;
  lapses: boolean;
  /** The number of the reminder that is due; those before it that were missed are not made up for. */
  reminder: number | null;
  escalates: boolean;
};

type Made = { kind: "reminder" | "escalation"; number: number };

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** Half of the day that an emergency has. */
const hoursToEscalation = 12;

/** Returns what is due now for a record that waits, given what was done in this wait already; null when nothing. */
export function dueChase(
  record: Exception,
  made: readonly Made[],
  settings: DecisionSettings,
  now: Instant,
): Chase | null {
  const waiting = waitingOf(record);
  const since = record.waitingSince;
  if (waiting === null || since === null) return null;
  const { remindEvery, escalateAfter, lapseAfter } = paceOf(waiting, settings);
  const waited = Date.parse(now) - Date.parse(since);
  const due = { waiting, since };
  if (lapseAfter !== null && waited >= lapseAfter) return { ...due, lapses: true, reminder: null, escalates: false };
  const number = Math.floor(waited / remindEvery);
  const reminded = made.filter(({ kind }) => kind === "reminder").map((each) => each.number);
  const reminder = number > Math.max(0, ...reminded) ? number : null;
  const escalates = waited >= escalateAfter && !made.some(({ kind }) => kind === "escalation");
  return reminder === null && !escalates ? null : { ...due, lapses: false, reminder, escalates };
}

/** Returns when a record that waits lapses if nobody decides, or ends where it is an emergency; null when it does not wait. */
export function lapsesAt(record: Exception, settings: DecisionSettings): Instant | null {
  const waiting = waitingOf(record);
  if (waiting === null || record.waitingSince === null) return null;
  const { lapseAfter } = paceOf(waiting, settings);
  if (lapseAfter === null) return record.endsAt;
  return new Date(Date.parse(record.waitingSince) + lapseAfter).toISOString();
}

/** An emergency has a day and ends by itself, so it is chased by the hour; everything else by the workspace's days. */
function paceOf(waiting: Waiting, { remindAfterDays, escalateAfterDays, lapseAfterDays }: DecisionSettings) {
  if (waiting === "ratification")
    return { remindEvery: hourMs, escalateAfter: hoursToEscalation * hourMs, lapseAfter: null };
  return {
    remindEvery: remindAfterDays * dayMs,
    escalateAfter: escalateAfterDays * dayMs,
    lapseAfter: lapseAfterDays * dayMs,
  };
}

/** What a record waits for, as mails and pages say it. */
export const waitingTexts: Record<Waiting, string> = {
  rating: "a risk rating",
  approval: "approvals",
  extension: "the approvals of a later end",
  ratification: "the approvals that an emergency skipped",
};
