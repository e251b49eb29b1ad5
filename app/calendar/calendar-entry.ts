import type { Instant } from "#app/engine/types.ts";

/** Something that is due to a person, as their calendar shows it. */
export type CalendarEntry = {
  /** The same for as long as it is the same thing, whenever it is due. */
  uid: string;
  /** Grows with every change of what it is about. */
  sequence: number;
  changedAt: Instant;
  title: string;
  /** What it asks of its reader. */
  text: string;
  /** The page on which it is done. */
  path: string;
} & (
  | { startsAt: Instant; endsAt: Instant | null }
  /** A whole day of the workspace's calendar, as 2026-11-30. */
  | { day: string }
);

/** How far ahead a calendar may ring. */
export const alarmChoices = [
  { hours: null, label: "No, only show it" },
  { hours: 1, label: "An hour before" },
  { hours: 24, label: "A day before" },
  { hours: 168, label: "A week before" },
] as const;
