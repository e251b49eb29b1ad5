import type { ApprovalCard } from "#app/register/approval-card.ts";
import { waitingTexts } from "#app/register/chase.ts";
import { approverGroupLabels } from "#app/register/roles.ts";
import { type Fact, Facts } from "./facts.tsx";
import { exact, relative, span } from "./relative-time.ts";
import { RiskBadge } from "./risk-badge.tsx";

/** Who asks for what, for whom and for how long. */
export function AskedFacts({ card, now }: { card: ApprovalCard; now: string }) {
  const { row, controls, beneficiary, extension } = card;
  const facts: Fact[] = [
    {
      term: "Waits",
      detail: (
        <time dateTime={card.waitingSince} title={exact(card.waitingSince)}>
          {span(card.waitingSince, now)}, for {waitingTexts[card.waiting]}
        </time>
      ),
    },
    { term: "Requested by", detail: card.requestor },
    ...(beneficiary ? [{ term: "For", detail: beneficiary }] : []),
    ...(extension ? [{ term: "Asks now", detail: extension.requestor }] : []),
    {
      term: "Scope",
      detail: (
        <>
          {row.who}
          <span className="two">{row.where}</span>
          <span className="two">Reaches {card.reach}</span>
        </>
      ),
    },
    {
      term: "Controls",
      detail: controls.length > 0 ? `${controls.length}: ${controls.join(", ")}` : <span className="soon">None</span>,
    },
  ];
  return <Facts facts={facts} isTight />;
}

/** How long, how risky, who has agreed and who still has to. */
export function StandingFacts({ card, now }: { card: ApprovalCard; now: string }) {
  const facts: Fact[] = [
    { term: "Term", detail: <Term card={card} now={now} /> },
    {
      term: "Residual risk",
      detail: <RiskBadge rating={card.row.rating} suffix={card.score > 0 ? `, ${card.score}` : ""} />,
    },
    ...(card.given.length > 0
      ? [
          {
            term: "Agreed",
            detail: lines(card.given.map(({ name, group }) => `${name}, ${approverGroupLabels[group].toLowerCase()}`)),
          },
        ]
      : []),
    { term: "Still needed", detail: lines(card.open.map(openText)) },
  ];
  return <Facts facts={facts} isTight />;
}

function Term({ card: { startsAt, endsAt, extension, row }, now }: { card: ApprovalCard; now: string }) {
  if (extension)
    return (
      <>
        to {exact(endsAt)}
        <span className="two">{span(row.endsAt, endsAt)} longer than now</span>
      </>
    );
  return (
    <>
      {span(startsAt, endsAt)}
      <span className="two">
        to {exact(endsAt)}, {relative(endsAt, now)}
      </span>
    </>
  );
}

function lines(texts: readonly string[]) {
  return texts.map((text) => (
    <span className="block" key={text}>
      {text}
    </span>
  ));
}

/** So many names are enough to know whom to ask. */
const mostNames = 4;

function openText({ group, missing, names }: ApprovalCard["open"][number]): string {
  const what = group === null ? "A rating" : `${approverGroupLabels[group]}${missing > 1 ? `, ${missing} people` : ""}`;
  if (names.length === 0) return `${what}: nobody can, an owner has to add somebody`;
  const more = names.length > mostNames ? ` or ${names.length - mostNames} more` : "";
  return `${what}: ${names.slice(0, mostNames).join(", ")}${more}`;
}
