import type { Caller } from "#app/auth/caller.server.ts";
import { exact } from "#app/components/relative-time.ts";
import { controlStates } from "#app/controls/control-states.ts";
import type { Instant } from "#app/engine/types.ts";
import { assignedTo } from "#db/campaigns.ts";
import type { Db } from "#db/connect.ts";
import { checksOfExceptions } from "#db/control-checks.ts";
import { listControls } from "#db/controls.ts";
import { lastUses } from "#db/exception-use.ts";
import { lastReviews } from "#db/reviews.ts";
import { silencesOf } from "#db/silences.ts";
import type { Sight } from "./exception-wire.ts";
import { refuseKeeping } from "./guards.ts";
import { namesFor } from "./names.server.ts";
import type { Review } from "./review.ts";
import { type ReviewRow, reviewRow } from "./review-row.ts";
import { rulesFor } from "./rules-for.server.ts";

/** Reads what a review of each of these records rests on, with one caller's eyes. */
export async function reviewRows(db: Db, caller: Caller, sights: readonly Sight[], now: Instant): Promise<ReviewRow[]> {
  const workspaceId = caller.workspace.id;
  const records = sights.map(({ record }) => record);
  const ids = records.map(({ id }) => id);
  const used = await lastUses(db, workspaceId, ids);
  const silences = await silencesOf(db, workspaceId, ids);
  const assigned = await assignedTo(db, workspaceId, caller.user.id);
  const checks = await checksOfExceptions(db, workspaceId, ids);
  const catalogue = await listControls(db, workspaceId);
  const reviews = await lastReviews(db, workspaceId, ids);
  const reviewers = [...reviews.values()].map(({ reviewerId }) => reviewerId);
  const names = await namesFor(db, workspaceId, records, reviewers);
  const nameOf = (id: string) => names.get(id) ?? id;
  const rows: ReviewRow[] = [];
  for (const { record, circumstances, moves, showsReason } of sights) {
    const controls = controlStates(record, { checks: checks.get(record.id) ?? [], catalogue, now });
    rows.push(
      reviewRow(record, {
        rules: await rulesFor(db, record),
        owner: record.ownerId ? nameOf(record.ownerId) : "–",
        showsReason,
        last: lastOf(reviews.get(record.id), nameOf),
        silence: silences.get(record.id),
        lastUsedAt: used.get(record.id) ?? null,
        overdueControls: controls.filter(({ isOverdue }) => isOverdue).map(({ name }) => name),
        failedControls: controls.filter(({ last }) => last?.result === "failed").map(({ name }) => name),
        campaignDeadline: assigned.get(record.id) ?? null,
        mayReview: moves.some(({ command, refusal }) => command === "review" && refusal === null),
        mayKeep: refuseKeeping(record, caller.actor, circumstances) === null,
        exact,
        now,
      }),
    );
  }
  return rows;
}

function lastOf(review: Review | undefined, nameOf: (id: string) => string): ReviewRow["last"] {
  if (!review) return null;
  const { at, reviewerId, outcome, justification } = review;
  return { at, by: nameOf(reviewerId), outcome, why: justification };
}
