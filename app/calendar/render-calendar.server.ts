import { createHash } from "node:crypto";
import ical, { ICalAlarmType, ICalEventTransparency } from "ical-generator";
import type { CalendarEntry } from "./calendar-entry.ts";

type Setting = { name: string; publicUrl: string; alarmHours: number | null };

/** Calendars are asked to look again after an hour. */
const secondsToLive = 3_600;

/** Writes entries as iCalendar, with a tag that changes with its content. Instants are in UTC: a calendar knows its reader's zone. */
export function renderCalendar(
  entries: readonly CalendarEntry[],
  { name, publicUrl, alarmHours }: Setting,
): { text: string; tag: string } {
  const calendar = ical({
    name,
    prodId: { company: "MFA Register", product: "What is due", language: "EN" },
    url: publicUrl,
    ttl: secondsToLive,
  });
  for (const { uid, sequence, changedAt, title, text, path, ...when } of entries)
    calendar.createEvent({
      id: uid,
      sequence,
      stamp: changedAt,
      lastModified: changedAt,
      summary: title,
      description: `${text}\n${publicUrl}${path}`,
      url: publicUrl + path,
      // What is due takes nobody's time, so nobody seems to be busy.
      transparency: ICalEventTransparency.TRANSPARENT,
      ...("day" in when
        ? { allDay: true, start: `${when.day}T00:00:00.000Z` }
        : { start: when.startsAt, end: when.endsAt }),
      alarms: alarmHours === null ? [] : [{ type: ICalAlarmType.display, trigger: alarmHours * 3_600 }],
    });
  const text = calendar.toString();
  return { text, tag: `"${createHash("sha256").update(text).digest("base64url")}"` };
}
