import type { Caller } from "#app/auth/caller.server.ts";
import type { Instant } from "#app/engine/types.ts";
import type { Db } from "#db/connect.ts";
import { listDelegations } from "#db/delegations.ts";
import { countExceptions } from "#db/exception-list.ts";
import { findUsers } from "#db/users.ts";
import { seesDelegations } from "./delegate.server.ts";
import { type Delegation, isRunning } from "./delegation.ts";
import { everything } from "./list-query.ts";
import { mayChange } from "./roles.ts";

/** One delegation as a page shows it. */
export type ShownDelegation = {
  id: string;
  from: string;
  to: string;
  isFromMe: boolean;
  startsAt: Instant;
  endsAt: Instant;
  reason: string;
  standing: "running" | "ahead" | "over";
  mayEnd: boolean;
  /** What to think of about whoever takes the place. */
  warning: string | null;
};

const most = 100;
/** Who has filed so many open exceptions will meet their own among those that wait. */
const oftenAsks = 3;

/** Returns the delegations that a caller may see: their own, or with oversight everybody's. */
export async function delegationsFor(db: Db, caller: Caller): Promise<Delegation[]> {
  const userId = seesDelegations(caller.roles) ? null : caller.user.id;
  return listDelegations(db, caller.workspace.id, { userId, limit: most });
}

/** Returns the delegations that a caller may see, with names. */
export async function delegationsView(db: Db, caller: Caller, now: Instant): Promise<ShownDelegation[]> {
  const workspaceId = caller.workspace.id;
  const delegations = await delegationsFor(db, caller);
  const people = await findUsers(
    db,
    workspaceId,
    delegations.flatMap(({ fromUserId, toUserId }) => [fromUserId, toUserId]),
  );
  const nameOf = (id: string) => people.get(id)?.displayName ?? id;
  return Promise.all(
    delegations.map(async (delegation) => {
      const { id, fromUserId, toUserId, startsAt, endsAt, reason } = delegation;
      const standing = standingOf(delegation, now);
      return {
        ...{ id, from: nameOf(fromUserId), to: nameOf(toUserId), isFromMe: fromUserId === caller.user.id },
        ...{ startsAt, endsAt, reason, standing },
        mayEnd: standing !== "over" && mayChange(caller.roles),
        warning: standing === "over" ? null : await warningOf(db, workspaceId, toUserId, nameOf(toUserId)),
      };
    }),
  );
}

function standingOf(delegation: Delegation, now: Instant): ShownDelegation["standing"] {
  if (isRunning(delegation, now)) return "running";
  return delegation.revokedAt === null && now < delegation.startsAt ? "ahead" : "over";
}

async function warningOf(db: Db, workspaceId: string, userId: string, name: string): Promise<string | null> {
  const query = { ...everything, requestorId: userId } as const;
  const count = await countExceptions(db, workspaceId, query, oftenAsks);
  return count < oftenAsks ? null : `${name} often asks for exceptions, and cannot decide about those.`;
}
