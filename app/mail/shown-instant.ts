const format = new Intl.DateTimeFormat("en-GB", {
  timeZone: "UTC",
  weekday: "short",
  day: "numeric",
  month: "short",
  year: "numeric",
  hour: "2-digit",
  minute: "2-digit",
});

/** Shows an instant as "Mon, 30 Nov 2026, 09:00 UTC": a mail does not know where its reader is. Anything else stays as it is. */
export function shownInstant(text: string): string {
  const at = Date.parse(text);
  return Number.isNaN(at) ? text : `${format.format(at)} UTC`;
}
