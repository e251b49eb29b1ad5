import { outcomeTexts } from "#app/register/describe-oversight.ts";
import type { Review } from "#app/register/review.ts";
import { Card } from "./card.tsx";
import { dateOf, exact, overdue } from "./relative-time.ts";
import { Thread } from "./thread.tsx";

type Props = { reviews: readonly Review[]; names: Readonly<Record<string, string>>; now: string };

/** Every review that was made, one for each time it came round; none is ever changed. */
export function RecordReviews({ reviews, names, now }: Props) {
  return (
    <Card title="Reviews" aside={reviews.length}>
      {reviews.length === 0 ? (
        <p className="small muted">Nobody has reviewed it yet.</p>
      ) : (
        <Thread
          now={now}
          entries={reviews.map(({ at, reviewerId, outcome, justification, dueAt, endsAt }, index) => ({
            id: at,
            who: names[reviewerId] ?? reviewerId,
            what: `decided in review ${index + 1}: ${outcomeTexts[outcome].label.toLowerCase()}`,
            at,
            said: justification,
            more: (
              <p className="hint">
                {dueText(dueAt, at)} Its end since then: {exact(endsAt)}.
              </p>
            ),
          }))}
        />
      )}
    </Card>
  );
}

function dueText(dueAt: string | null, at: string): string {
  if (dueAt === null) return "Nobody had to.";
  return dueAt < at ? `Due on ${dateOf(dueAt)}, ${overdue(dueAt, at)}.` : `Due on ${dateOf(dueAt)}, made before.`;
}
