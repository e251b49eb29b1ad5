import type { Caller } from "#app/auth/caller.server.ts";
import type { Instant } from "#app/engine/types.ts";
import type { Db } from "#db/connect.ts";
import { registerAsOf } from "#db/register-as-of.ts";
import { reviewsOf } from "#db/reviews.ts";
import { namesFor } from "./names.server.ts";
import { Refused } from "./refused.ts";
import { rulesFor } from "./rules-for.server.ts";
import { sightOf } from "./show.server.ts";
import { statusOf } from "./status.ts";

/**
 * Returns a record as it stood at an instant, with who had approved and reviewed it by then. Who may see it, and its
 * reason, is judged as of today: a right that was taken away does not come back with the past.
 * @throws Refused 404 where there is none that the caller may see, or none of then.
 */
export async function pastRecordOf(db: Db, caller: Caller, { id, at, now }: { id: string; at: Instant; now: Instant }) {
  const workspaceId = caller.workspace.id;
  const { circumstances, showsReason } = await sightOf(db, caller, id, now);
  const [past] = await registerAsOf(db, workspaceId, { at, after: "", limit: 1, ids: [id] });
  if (!past?.record) throw new Refused(404, "not_found", `Nothing is kept of ${id} as it was at ${at}.`);
  const { record } = past;
  const approvals = circumstances.approvals.filter((approval) => approval.at <= at);
  const reviews = (await reviewsOf(db, workspaceId, id)).filter((review) => review.at <= at);
  const people = [
    ...approvals.flatMap(({ approverId, onBehalfOf }) => [approverId, onBehalfOf ?? approverId]),
    ...reviews.map(({ reviewerId }) => reviewerId),
  ];
  return {
    view: {
      now: at,
      record: showsReason ? record : { ...record, justification: "" },
      showsReason,
      category: await rulesFor(db, record),
      status: statusOf(record, at),
      names: Object.fromEntries(await namesFor(db, workspaceId, [record], people)),
      // Nothing can be done about the past, and nothing of it still speaks for something.
      signals: { dormancy: null, needlessSince: null, newcomers: 0 },
      phases: [],
      moves: [],
      stages: [],
      voided: [],
    },
    approvals: approvals.map((approval) => ({ ...approval, comment: showsReason ? approval.comment : "" })),
    reviews,
  };
}
