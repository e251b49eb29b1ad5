import type { Instant } from "#app/engine/types.ts";
import { addDays } from "#app/register/days.ts";
import { Refused } from "#app/register/refused.ts";
import type { RegisterRole } from "#app/register/roles.ts";
import { endCalendarFeed } from "#db/calendar-feeds.ts";
import type { Db } from "#db/connect.ts";
import { endSessionsOf } from "#db/sessions.ts";
import { endTokensOf } from "#db/tokens.ts";
import { findUser, rolesOf, setAccessEnd, type User } from "#db/users.ts";
import { type Journal, write } from "#db/write.ts";
import { hasAccessEnded, mostAccessDays, usualAccessDays } from "./access-end.ts";
import { type Managing, refuseManager } from "./managing.server.ts";

type Fitting = Pick<Managing, "workspaceId" | "by" | "now"> & {
  userId: string;
  roles: readonly RegisterRole[];
  wished: Instant | null;
};

/** Gives somebody who becomes an auditor their time, inside a write, and takes the end away with the role. */
export async function fitAccess(
  tx: Db,
  journal: Journal,
  { workspaceId, userId, roles, wished, by, now }: Fitting,
): Promise<void> {
  const isAuditor = roles.includes("auditor");
  if (!isAuditor && wished !== null)
    throw new Refused(400, "access_for_auditors", "Only an auditor’s access ends at a time.");
  const user = await findUser(tx, workspaceId, userId);
  if (!user) throw new Error(`${userId} is not there, expected the person whose roles were changed`);
  const before = user.accessEndsAt;
  if (isAuditor && before !== null) return;
  const after = isAuditor ? (wished ?? addDays(now, usualAccessDays)) : null;
  if (after !== null) refuseEnd(after, now);
  await setEnd(tx, journal, { user, after, by, now });
}

/**
 * Moves the end of an auditor's access, or with this very instant ends it. What an end has ended stays ended: an extension
 * revives no session, no token and no calendar.
 * @throws Refused 400 an end that cannot be, 403 not an admin, 404 no such person, 409 not an auditor.
 */
export async function changeAccess(
  db: Db,
  { userId, endsAt, ...managing }: Managing & { userId: string; endsAt: Instant },
): Promise<void> {
  const { workspaceId, actor, by, now } = managing;
  await write(db, { workspaceId, actor, now }, async (tx, journal) => {
    const user = await findUser(tx, workspaceId, userId);
    if (!user) throw new Refused(404, "unknown_user", "There is no such person.");
    const roles = await rolesOf(tx, workspaceId, userId);
    await refuseManager(tx, managing, roles);
    if (!roles.includes("auditor"))
      throw new Refused(409, "access_for_auditors", "Only an auditor’s access ends at a time.");
    if (endsAt !== now) refuseEnd(endsAt, now);
    await setEnd(tx, journal, { user, after: endsAt, by, now });
  });
}

function refuseEnd(endsAt: Instant, now: Instant): void {
  if (endsAt <= now || endsAt > addDays(now, mostAccessDays))
    throw new Refused(400, "access_end", `Access ends in the future, and within ${mostAccessDays} days.`, {
      field: "accessUntil",
    });
}

type Setting = { user: User; after: Instant | null; by: Managing["by"]; now: Instant };

async function setEnd(tx: Db, { audit }: Journal, { user, after, by, now }: Setting): Promise<void> {
  const { workspaceId, id: userId, accessEndsAt: before } = user;
  if (before === after) return;
  await setAccessEnd(tx, workspaceId, userId, { endsAt: after, by: by?.userId ?? null });
  audit("user.access_changed", { kind: "user", id: userId }, { before, after });
  if (!hasAccessEnded({ accessEndsAt: before }, now) && !hasAccessEnded({ accessEndsAt: after }, now)) return;
  await endSessionsOf(tx, { workspaceId, userId, now });
  await endTokensOf(tx, workspaceId, userId, now);
  await endCalendarFeed(tx, workspaceId, userId);
}
