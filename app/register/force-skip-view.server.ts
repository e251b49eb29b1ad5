import type { Caller } from "#app/auth/caller.server.ts";
import type { Instant } from "#app/engine/types.ts";
import type { Db } from "#db/connect.ts";
import { listDirectoryObjects } from "#db/directory.ts";
import { forceSkipsOf } from "#db/force-skips.ts";
import { findUser, rolesOf, usersWithRole } from "#db/users.ts";
import { Refused } from "./refused.ts";
import { approverGroupLabels, approverGroups, roleOfGroup } from "./roles.ts";

/**
 * Gathers what an admin sees before letting somebody skip MFA, and why they cannot where they cannot.
 * @throws Refused 404 no such person.
 */
export async function forceSkipView(
  db: Db,
  { workspace, user: by, roles }: Caller,
  { userId, now }: { userId: string; now: Instant },
) {
  const user = await findUser(db, workspace.id, userId);
  if (!user) throw new Refused(404, "unknown_user", "There is no such person.");
  const { id, displayName, userName } = user;
  const isOwner = (await rolesOf(db, workspace.id, userId)).includes("owner");
  return {
    user: { id, displayName, userName },
    skip: (await forceSkipsOf(db, workspace.id, [userId], now)).get(userId) ?? null,
    applications: await listDirectoryObjects(db, workspace.id, "application"),
    skipped: await Promise.all(
      approverGroups.map(async (group) => ({
        group: approverGroupLabels[group],
        names: (await usersWithRole(db, workspace.id, [roleOfGroup[group]]))
          .filter((approver) => approver.id !== by.id && approver.id !== userId)
          .map((approver) => approver.displayName),
      })),
    ),
    obstacle: obstacleOf({
      isOneself: id === by.id,
      isBarred: user.disabledAt !== null,
      isOwnersAlone: isOwner && !roles.includes("owner"),
    }),
  };
}

type Standing = { isOneself: boolean; isBarred: boolean; isOwnersAlone: boolean };

function obstacleOf({ isOneself, isBarred, isOwnersAlone }: Standing): string | null {
  if (isOneself) return "Nobody lets themself skip MFA. Ask another admin.";
  if (isBarred) return "They are barred from signing in. Let them in again first.";
  return isOwnersAlone ? "Only an owner can let an owner skip MFA." : null;
}
