import { commandLabels } from "#app/register/describe.ts";
import { outcomeTexts } from "#app/register/describe-oversight.ts";
import { refusals } from "#app/register/refusals.ts";
import type { ReviewRow } from "#app/register/review-row.ts";
import { Badge } from "./badge.tsx";
import { LinkButton } from "./button.tsx";
import { Card } from "./card.tsx";
import { ExitPlanMeter } from "./exit-plan-meter.tsx";
import { Facts } from "./facts.tsx";
import { dateOf, exact, overdue, relative } from "./relative-time.ts";

/** The review that comes next: when, what speaks for which decision, and what happens if nobody answers. */
export function ReviewStanding({ row, now }: { row: ReviewRow; now: string }) {
  const facts = [
    { term: "Due", detail: row.dueAt && <Due row={row} now={now} /> },
    {
      term: "Recommended",
      detail: (
        <>
          <Badge>{outcomeTexts[row.recommendation.outcome].label}</Badge>
          <Evidence row={row} />
        </>
      ),
    },
    { term: "Last review", detail: <LastReview row={row} now={now} /> },
    { term: "Last used", detail: row.lastUsedAt ? relative(row.lastUsedAt, now) : "Never" },
    { term: "Exit plan", detail: <ExitPlanMeter plan={row.plan} /> },
    { term: "If nobody answers", detail: row.silence },
  ];
  return (
    <Card
      title="Next review"
      isAct={row.mayReview && row.isDue}
      aside={
        row.mayReview && (
          <LinkButton isSmall look={row.isDue ? "primary" : "normal"} to={`/exceptions/${row.id}/review`}>
            {commandLabels.review}
          </LinkButton>
        )
      }
    >
      <div className="stack">
        <Facts facts={facts} />
        {row.mayReview && !row.mayKeep && <p className="hint">{refusals.own_review}</p>}
      </div>
    </Card>
  );
}

/** When it is due, or how late it is. */
export function Due({ row: { dueAt, isDue }, now }: { row: ReviewRow; now: string }) {
  if (dueAt === null) return "–";
  return (
    <time dateTime={dueAt} title={exact(dueAt)} className="nowrap">
      <span className={isDue ? "urgent" : ""}>{isDue ? overdue(dueAt, now) : relative(dueAt, now)}</span>
      <span className="two">{dateOf(dueAt)}</span>
    </time>
  );
}

/** What whoever looked before decided, and why: an answer that nobody remembers is given again without a thought. */
export function LastReview({ row: { last }, now }: { row: ReviewRow; now: string }) {
  if (last === null) return "Nobody has reviewed it yet.";
  const { outcome, by, at, why } = last;
  return (
    <>
      {outcomeTexts[outcome].done}{" "}
      <time dateTime={at} title={exact(at)}>
        {relative(at, now)}
      </time>{" "}
      by {by}
      {why && <>: “{why}”</>}
    </>
  );
}

/** What speaks for the recommendation, line by line. */
export function Evidence({ row }: { row: ReviewRow }) {
  return (
    <ul className="small">
      {row.recommendation.evidence.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  );
}
