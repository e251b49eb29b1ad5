import { z } from "zod";

/** The events of the addresses under which people's calendars read what is due to them. */
export const calendarEvents = {
  // When somebody makes an address for their calendar; an earlier one ends with it.
  "calendar_feed.created": z.object({ alarmHours: z.number().int().nullable(), replaces: z.boolean() }),
  // When somebody takes the address of their calendar away.
  "calendar_feed.revoked": z.object({}),
} as const;
