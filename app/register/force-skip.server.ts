import type { AuditActor } from "#app/audit/events.ts";
import { refuseManager } from "#app/auth/managing.server.ts";
import type { Instant } from "#app/engine/types.ts";
import type { Db } from "#db/connect.ts";
import { forceSkipsSince } from "#db/force-skips.ts";
import { findUser, rolesOf, type User } from "#db/users.ts";
import { inTransaction } from "#db/write.ts";
import { apply } from "./apply.server.ts";
import { addDays } from "./days.ts";
import type { Exception } from "./exception.ts";
import { isUnratified } from "./exception.ts";
import { DraftSchema } from "./exception-schemas.ts";
import { fileException } from "./file-exception.server.ts";
import type { ForceSkipForm } from "./force-skip.ts";
import type { Actor } from "./guards.ts";
import { Refused } from "./refused.ts";

/** How long somebody waits whose last one nobody ratified, so that a day at a time does not become for ever. */
const pauseDays = 7;

type Skipping = {
  workspaceId: string;
  userId: string;
  by: Actor;
  actor: AuditActor;
  asked: ForceSkipForm;
  now: Instant;
};

/**
 * Lets one named person do without MFA for a day at most, by one admin's word: an emergency of the register, filed in the
 * person's name, so that who asked and who granted are two people. It ends by itself unless the approvals that were skipped
 * ratify it, and it is below no floor (docs/decisions/0022).
 * @throws Refused 400 something is missing, 403 not an admin, oneself, or no fresh factor, 404 no such person, 409 barred,
 * or `skipped_lately`.
 */
export async function forceSkip(db: Db, asked: Skipping): Promise<Exception> {
  const { workspaceId, userId, by, actor, now } = asked;
  return inTransaction(db, async (tx) => {
    const user = await findUser(tx, workspaceId, userId);
    if (!user) throw new Refused(404, "unknown_user", "There is no such person.");
    const filing = { workspaceId, draft: draftOf(user, asked), actor, now };
    const requestor = { userId: user.id, roles: [] };
    const draft = await fileException(tx, { ...filing, requestor });
    // After the first change, which puts writers in line: of many at once the second finds what the first has done.
    await refuseSkip(tx, user, asked);
    const asPerson: Actor = { ...requestor, aal: 0, factorUsedAt: null };
    const run = { workspaceId, id: draft.id, auditActor: actor, now };
    const { version } = await apply(tx, {
      ...run,
      actor: asPerson,
      input: { command: "submit", version: draft.version, comment: "" },
    });
    const { reason: comment, hours } = asked.asked;
    return apply(tx, {
      ...run,
      actor: { ...by, forcesSkip: true },
      input: { command: "grant_emergency", version, hours, comment },
    });
  });
}

async function refuseSkip(tx: Db, { id: userId, disabledAt }: User, { workspaceId, by, actor, now }: Skipping) {
  await refuseManager(tx, { workspaceId, by, actor, now }, await rolesOf(tx, workspaceId, userId));
  if (userId === by.userId) throw new Refused(403, "own_benefit", "Nobody lets themself skip MFA. Ask another admin.");
  if (disabledAt !== null) throw new Refused(409, "disabled", "This person is barred from signing in.");
  const lately = await forceSkipsSince(tx, workspaceId, { userId, since: addDays(now, -pauseDays) });
  if (lately.some(isUnratified))
    throw new Refused(
      409,
      "skipped_lately",
      `They skipped MFA in the last ${pauseDays} days and nobody ratified it. What is needed now goes through the usual approvals.`,
    );
}

function draftOf({ id, displayName }: User, { by, asked, now }: Skipping) {
  return DraftSchema.parse({
    title: `MFA skipped: ${displayName}`,
    category: "enrollment_constraint",
    effect: "waive_mfa",
    scope: { users: [id], applications: asked.applications },
    ownerId: by.userId,
    justification: asked.reason,
    startsAt: now,
    endsAt: addDays(now, asked.days),
    compensatingControls: [{ name: asked.control }],
    monitoringPlan: "Whoever granted it looks at every sign-in that rested on it, on the page Activity, when it ends.",
    details: { missing_item: asked.missing_item, arrives_on: asked.arrives_on },
  });
}
