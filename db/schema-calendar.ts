/** The addresses under which people's calendars read what is due to them. */
export type CalendarTables = {
  calendarFeeds: {
    workspaceId: string;
    userId: string;
    tokenHash: string;
    alarmHours: number | null;
    createdAt: string;
    lastReadAt: string | null;
    minuteBegunAt: string | null;
    reads: number;
  };
};
