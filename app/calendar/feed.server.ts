import type { Caller } from "#app/auth/caller.server.ts";
import { hashToken, randomToken } from "#app/auth/random-token.server.ts";
import type { Instant } from "#app/engine/types.ts";
import { Refused } from "#app/register/refused.ts";
import { endCalendarFeed, findCalendarFeed, readCalendarFeed, saveCalendarFeed } from "#db/calendar-feeds.ts";
import type { Db } from "#db/connect.ts";
import { findUser, rolesOf } from "#db/users.ts";
import { findWorkspace } from "#db/workspaces.ts";
import { write } from "#db/write.ts";
import { calendarEntries } from "./calendar-entries.server.ts";
import { renderCalendar } from "./render-calendar.server.ts";

type Making = { caller: Caller; alarmHours: number | null; now: Instant };

/** Makes an address for a person's calendar and returns its secret part, which is shown once; an earlier address ends. */
export async function makeCalendarFeed(db: Db, { caller, alarmHours, now }: Making): Promise<string> {
  const { workspace, user, auditActor } = caller;
  const token = randomToken();
  await write(db, { workspaceId: workspace.id, actor: auditActor, now }, async (tx, { audit }) => {
    const replaces = (await findCalendarFeed(tx, workspace.id, user.id)) !== undefined;
    const feed = { userId: user.id, tokenHash: hashToken(token), alarmHours, createdAt: now };
    await saveCalendarFeed(tx, workspace.id, feed);
    audit("calendar_feed.created", { kind: "user", id: user.id }, { alarmHours, replaces });
  });
  return token;
}

/**
 * Takes the address of a person's calendar away; the next reading finds nothing.
 * @throws Refused 409 where there is none.
 */
export async function revokeCalendarFeed(db: Db, { caller, now }: Pick<Making, "caller" | "now">): Promise<void> {
  const { workspace, user, auditActor } = caller;
  await write(db, { workspaceId: workspace.id, actor: auditActor, now }, async (tx, { audit }) => {
    if (!(await endCalendarFeed(tx, workspace.id, user.id)))
      throw new Refused(409, "no_calendar_feed", "There is no address to take away; it may have been done already.");
    audit("calendar_feed.revoked", { kind: "user", id: user.id }, {});
  });
}

type Reading = { token: string; publicUrl: string; now: Instant };

export type CalendarAnswer = { status: 200; text: string; tag: string } | { status: 404 } | { status: 429 };

/** Writes the calendar of whoever has this address; one that never was and one that has ended are not told apart. */
export async function readCalendar(db: Db, { token, publicUrl, now }: Reading): Promise<CalendarAnswer> {
  const feed = await readCalendarFeed(db, hashToken(token), now);
  const workspace = feed && (await findWorkspace(db, feed.workspaceId));
  const user = feed && (await findUser(db, feed.workspaceId, feed.userId));
  if (!feed || !workspace || !user) return { status: 404 };
  if (feed.isTooOften) return { status: 429 };
  const roles = await rolesOf(db, workspace.id, user.id);
  const entries = await calendarEntries(db, { workspace, user, roles, now });
  // The name of a calendar is written as it is, so a line break in it would begin another property.
  const name = `MFA Register ${workspace.name.replace(/\s+/gu, " ")}`;
  return { status: 200, ...renderCalendar(entries, { name, publicUrl, alarmHours: feed.alarmHours }) };
}
