import type { Caller } from "#app/auth/caller.server.ts";
import type { Instant } from "#app/engine/types.ts";
import { assignedTo } from "#db/campaigns.ts";
import type { Db } from "#db/connect.ts";
import { countAnswered, listByReview } from "#db/reviews.ts";
import { addDays } from "./days.ts";
import type { Exception } from "./exception.ts";
import { everything, type ListQuery } from "./list-query.ts";
import { reviewRows } from "./review-rows.server.ts";
import { concerningOf, lookAt } from "./show.server.ts";

/** How far ahead reviews are shown, and how far back the answered ones are counted. */
const aheadDays = 14;
const backDays = 30;
const most = 100;

/** Reads the reviews that are due or come due soon: everybody's, or those that wait for the caller. */
export async function dueReviews(db: Db, caller: Caller, { isMine, now }: { isMine: boolean; now: Instant }) {
  const workspaceId = caller.workspace.id;
  const inForce: ListQuery = {
    ...everything,
    states: ["active", "suspended"],
    endsAfter: now,
    concerning: concerningOf(caller),
    limit: most + 1,
  };
  const soon = { ...inForce, reviewBy: addDays(now, aheadDays) };
  const due = await listByReview(db, workspaceId, isMine ? { ...soon, ownerIds: [caller.user.id] } : soon);
  const assigned = isMine ? [...(await assignedTo(db, workspaceId, caller.user.id)).keys()] : [];
  // What a campaign asks of somebody waits for them whether its own review is due or not.
  const asked = await listByReview(db, workspaceId, { ...inForce, ids: assigned });
  const records = [...due, ...asked.filter(({ id }) => !due.some((record) => record.id === id))];
  const rows = await reviewRows(db, caller, await lookAt(db, caller, records.slice(0, most), now), now);
  const since = addDays(now, -backDays);
  return {
    rows,
    hasMore: records.length > most,
    answered: await countAnswered(db, workspaceId, { since, reviewerId: isMine ? caller.user.id : null }),
    open: records.filter((record) => isOpen(record, assigned, now)).length,
  };
}

function isOpen({ id, nextReviewAt }: Exception, assigned: readonly string[], now: Instant): boolean {
  return assigned.includes(id) || (nextReviewAt !== null && nextReviewAt <= now);
}
