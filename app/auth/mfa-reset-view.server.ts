import { Refused } from "#app/register/refused.ts";
import type { Db } from "#db/connect.ts";
import { listFactors } from "#db/factors.ts";
import { findUser, rolesOf } from "#db/users.ts";
import type { Caller } from "./caller.server.ts";
import { mayResetMfa } from "./mfa-reset.ts";
import { firstStepAfterReset } from "./reset-mfa.server.ts";

/**
 * Gathers what whoever resets the factors of somebody sees first, and why they cannot where they cannot.
 * @throws Refused 404 no such person.
 */
export async function mfaResetView(db: Db, { workspace, user: by, roles }: Caller, userId: string) {
  const user = await findUser(db, workspace.id, userId);
  if (!user) throw new Refused(404, "unknown_user", "There is no such person.");
  const { id, displayName, userName } = user;
  const theirs = await rolesOf(db, workspace.id, userId);
  const factors = await listFactors(db, workspace.id, userId);
  return {
    user: { id, displayName, userName },
    factors: factors.map(({ kind, label }) => ({ kind, label })),
    firstStep: await firstStepAfterReset(db, user),
    obstacle: obstacleOf({
      isOneself: id === by.id,
      isBarred: user.disabledAt !== null,
      isEntitled: mayResetMfa(roles, theirs, workspace.mfaResetBy),
      isOwner: theirs.includes("owner"),
    }),
  };
}

type Standing = { isOneself: boolean; isBarred: boolean; isEntitled: boolean; isOwner: boolean };

function obstacleOf({ isOneself, isBarred, isEntitled, isOwner }: Standing): string | null {
  if (isOneself) return "These are your own. Another owner has to reset them.";
  if (isBarred) return "They are barred from signing in. Let them in again first.";
  if (isEntitled) return null;
  return isOwner
    ? "Only an owner can reset the factors of an owner."
    : "In this workspace only owners reset factors. An owner can allow it to admins under Settings → Workspace.";
}
