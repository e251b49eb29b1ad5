const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** Says how far two instants lie apart, in at most two units: "5 d 22 h", "40 min", "now". */
export function span(from: string, to: string): string {
  const ms = Math.abs(Date.parse(to) - Date.parse(from));
  if (ms < minute) return "now";
  if (ms < hour) return `${Math.floor(ms / minute)} min`;
  if (ms < day) return joined(Math.floor(ms / hour), "h", Math.floor((ms % hour) / minute), "m");
  if (ms < 14 * day) return joined(Math.floor(ms / day), "d", Math.floor((ms % day) / hour), "h");
  return `${Math.floor(ms / day)} d`;
}

function joined(big: number, bigUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${big} ${bigUnit}` : `${big} ${bigUnit} ${small} ${smallUnit}`;
}

/** Says when something was or will be, seen from now: "in 5 d 22 h", "40 min ago". What is over needs one unit only. */
export function relative(at: string, now: string): string {
  const text = span(now, at);
  if (text === "now") return "now";
  return at > now ? `in ${text}` : `${inOneUnit(text)} ago`;
}

/** Says by how much something is late: "4 d overdue". */
export function overdue(due: string, now: string): string {
  return `${inOneUnit(span(due, now))} overdue`;
}

function inOneUnit(text: string): string {
  return text.split(" ").slice(0, 2).join(" ");
}

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** Writes an instant as "24 Nov 2026, 10:15 UTC"; built by hand so that server and browser agree to the letter. */
export function exact(at: string): string {
  return `${dateOf(at)}, ${clockOf(at)}`;
}

/** Writes an instant as "24 Nov 2026, 10:15:02.345 UTC", where a second holds much. */
export function exactToMillisecond(at: string): string {
  return `${dateOf(at)}, ${at.slice(11, 23)} UTC`;
}

/** Writes the time of day of an instant as "10:15 UTC". */
export function clockOf(at: string): string {
  return `${at.slice(11, 16)} UTC`;
}

/** Writes the date of an instant as "24 Nov 2026", in UTC. */
export function dateOf(at: string): string {
  return `${Number(at.slice(8, 10))} ${months[Number(at.slice(5, 7)) - 1]} ${at.slice(0, 4)}`;
}

/** Says how pressing an end is: within two days urgent, within a week soon. */
export function urgency(at: string, now: string): "urgent" | "soon" | "" {
  const left = Date.parse(at) - Date.parse(now);
  if (left <= 2 * day) return "urgent";
  return left <= 7 * day ? "soon" : "";
}
