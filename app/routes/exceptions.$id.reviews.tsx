import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { RecordFrame } from "#app/components/record-frame.tsx";
import { RecordReviews } from "#app/components/record-reviews.tsx";
import { ReviewStanding } from "#app/components/review-standing.tsx";
import { pageOf } from "#app/http/page.server.ts";
import { namesFor } from "#app/register/names.server.ts";
import { recordFrame } from "#app/register/record-frame.server.ts";
import { recordMeta } from "#app/register/record-meta.ts";
import { reviewRows } from "#app/register/review-rows.server.ts";
import { reviewsOf } from "#db/reviews.ts";

export async function loader(args: LoaderFunctionArgs) {
  const { db, now } = args.context;
  return pageOf(async () => {
    const { caller, sight, frame } = await recordFrame(args, "reviews");
    const { workspace } = caller;
    const { record } = sight;
    const reviews = await reviewsOf(db, workspace.id, record.id);
    const isInForce = (record.state === "active" || record.state === "suspended") && now < record.endsAt;
    const [row = null] = isInForce ? await reviewRows(db, caller, [sight], now) : [];
    const reviewers = reviews.map(({ reviewerId }) => reviewerId);
    return { frame, row, reviews, names: Object.fromEntries(await namesFor(db, workspace.id, [], reviewers)) };
  });
}

export const meta = recordMeta("reviews");

export default function ReviewsTab() {
  const { frame, row, reviews, names } = useLoaderData<typeof loader>();
  return (
    <RecordFrame frame={frame}>
      {row && <ReviewStanding row={row} now={frame.now} />}
      <RecordReviews reviews={reviews} names={names} now={frame.now} />
    </RecordFrame>
  );
}
