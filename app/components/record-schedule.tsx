import { Card } from "./card.tsx";
import { Facts } from "./facts.tsx";
import { Meter } from "./meter.tsx";
import type { RecordView } from "./record-view.ts";
import { dateOf, exact, relative, span, urgency } from "./relative-time.ts";

const silenceTexts = { remind: "reminded again", suspend: "suspended", revoke: "revoked" };

/** From when to when it runs, and when somebody looks at it. */
export function RecordSchedule({ view: { record, category, status }, now }: { view: RecordView; now: string }) {
  const { plannedRetirementAt, lastValidation } = record;
  const facts = [
    { term: "Valid from", detail: exact(record.startsAt) },
    { term: "Valid to", detail: <b>{exact(record.endsAt)}</b> },
    { term: "Longest term", detail: `${category.mostTermDays} days` },
    ...(plannedRetirementAt ? [{ term: "Retired by", detail: dateOf(plannedRetirementAt) }] : []),
    { term: "Next review", detail: <NextReview record={record} now={now} /> },
    { term: "If nobody reviews", detail: silenceTexts[category.silence] },
    { term: "Last validation", detail: lastValidation && `${lastValidation.result}, ${dateOf(lastValidation.at)}` },
  ];
  return (
    <Card title="Schedule">
      <div className="stack">
        {status.isLive && <TermMeter startsAt={record.startsAt} endsAt={record.endsAt} now={now} />}
        <Facts facts={facts} isTight />
      </div>
    </Card>
  );
}

function NextReview({ record: { nextReviewAt, reviewEveryDays }, now }: Pick<RecordView, "record"> & { now: string }) {
  return (
    <>
      {nextReviewAt ? `${dateOf(nextReviewAt)}, ${relative(nextReviewAt, now)}` : "–"}
      {reviewEveryDays && (
        <span className="two">{reviewEveryDays === 1 ? "every day" : `every ${reviewEveryDays} days`}</span>
      )}
    </>
  );
}

/** How much of its term has gone by, in the tone of its countdown. */
function TermMeter({ startsAt, endsAt, now }: { startsAt: string; endsAt: string; now: string }) {
  const tone = { urgent: "danger", soon: "caution", "": undefined } as const;
  return (
    <Meter
      value={Date.parse(now) - Date.parse(startsAt)}
      max={Date.parse(endsAt) - Date.parse(startsAt)}
      label={`${span(startsAt, now)} of ${span(startsAt, endsAt)} used`}
      tone={tone[urgency(endsAt, now)]}
    />
  );
}
