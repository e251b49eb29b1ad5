import { atItsEnd } from "#app/register/describe.ts";
import { silenceEndings } from "#app/register/describe-oversight.ts";
import { extensionLimits } from "#app/register/extension-limits.ts";
import { openStates } from "#app/register/open-states.ts";
import { Card } from "./card.tsx";
import { Facts } from "./facts.tsx";
import { Meter } from "./meter.tsx";
import type { RecordView } from "./record-view.ts";
import { dateOf, exact, relative, span, urgency } from "./relative-time.ts";

/** From when to when it runs, how far it may still go, and when somebody looks at it. */
export function RecordSchedule({ view: { record, category, status }, now }: { view: RecordView; now: string }) {
  const { plannedRetirementAt, lastValidation, originalEndsAt, activatedAt } = record;
  const isToEnd = record.endsAt > now && openStates.includes(record.state) && record.state !== "revoked";
  const facts = [
    { term: "Valid from", detail: exact(record.startsAt) },
    { term: "Valid to", detail: <b>{exact(record.endsAt)}</b> },
    ...(isToEnd ? [{ term: "At its end", detail: atItsEnd }] : []),
    ...(originalEndsAt && originalEndsAt !== record.endsAt
      ? [{ term: "Originally valid to", detail: exact(originalEndsAt) }]
      : []),
    { term: "Longest term", detail: `${category.mostTermDays} days` },
    ...(activatedAt ? extensionFacts(record, category, now) : []),
    ...(plannedRetirementAt ? [{ term: "Retired by", detail: dateOf(plannedRetirementAt) }] : []),
    { term: "Next review", detail: <NextReview record={record} now={now} /> },
    { term: "If nobody reviews", detail: silenceEndings[category.silence].comes },
    { term: "Last test", detail: lastValidation && `${lastValidation.result}, ${dateOf(lastValidation.at)}` },
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

/** Three clocks: how often it was extended, how far the next extension may go, and what is left of its whole life. */
function extensionFacts(record: RecordView["record"], category: RecordView["category"], now: string) {
  const { latestEnd, left } = extensionLimits(record, category);
  const used = record.extensionCount;
  const since = record.activatedAt ?? record.startsAt;
  const over = record.endedAt ?? record.endsAt;
  const isOver = over <= now;
  return [
    { term: "Extensions", detail: left === null ? `${used} used, no limit` : `${used} used, ${left} left` },
    ...(isOver
      ? []
      : [{ term: "Latest end", detail: latestEnd ? exact(latestEnd) : "It cannot be extended any more" }]),
    {
      term: "Lifetime",
      detail: `${span(since, isOver ? over : now)}${category.lifetimeDays === null ? ", no limit" : ` of ${category.lifetimeDays} d`}`,
    },
  ];
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
