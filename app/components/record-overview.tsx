import { CircleCheck, CircleDashed } from "lucide-react";
import { effectTexts, factorLabels, scopeLines } from "#app/register/describe.ts";
import { type Risk, rate, riskScore } from "#app/register/risk.ts";
import { Card } from "./card.tsx";
import { type Fact, Facts } from "./facts.tsx";
import type { RecordView } from "./record-view.ts";
import { dateOf, exact } from "./relative-time.ts";
import { RiskBadge } from "./risk-badge.tsx";
import { RiskMatrix } from "./risk-matrix.tsx";

/** What it is, whom it covers, how risky it is and what makes up for it. */
export function RecordOverview({ view }: { view: RecordView }) {
  return (
    <>
      <What view={view} />
      <Scope view={view} />
      <div className="halves">
        <RiskCard view={view} />
        <Controls view={view} />
      </div>
      <Plan view={view} />
    </>
  );
}

function What({ view: { record, names, category, showsReason } }: { view: RecordView }) {
  const name = (id: string | null) => id && (names[id] ?? id);
  const { closure, changeReference } = record;
  const facts: Fact[] = [
    { term: "Effect at sign-in", detail: <Effect record={record} /> },
    {
      term: "Reason",
      detail: showsReason ? prose(record.justification) : "Shown to approvers and the requestor only.",
    },
    { term: "Requested by", detail: name(record.requestorId) },
    { term: "Owner", detail: name(record.ownerId) },
    {
      term: "Put in place by",
      detail: [name(record.implementerId), changeReference && `change ${changeReference}`].filter(Boolean).join(" · "),
    },
    ...category.mustCarry.map(({ key, label }) => ({ term: label, detail: prose(record.details[key] ?? "") })),
  ];
  const ending: Fact[] = closure
    ? [
        { term: "What ended it", detail: prose(closure.endedBy) },
        { term: "Replaced by", detail: prose(closure.replacedBy) },
        { term: "What would have avoided it", detail: prose(closure.wouldHaveAvoided) },
        { term: "Evidence", detail: prose(closure.evidence) },
      ]
    : [];
  return (
    <Card title="Overview">
      <Facts facts={[...facts, ...ending]} />
    </Card>
  );
}

function Effect({ record: { effect, factors } }: Pick<RecordView, "record">) {
  return (
    <>
      {effectTexts[effect].text} <code>{effect}</code>
      {factors.length > 0 && <span className="two">{factors.map((kind) => factorLabels[kind]).join(", ")}</span>}
    </>
  );
}

/** What somebody wrote keeps its lines. */
function prose(text: string) {
  return text && <span className="prose">{text}</span>;
}

function Scope({ view: { record, names } }: { view: RecordView }) {
  const lines = scopeLines(record.scope, names);
  return (
    <Card title="Scope" aside="a sign-in has to match every line; people, services, groups and roles count as one">
      {lines.length > 0 ? (
        <Facts facts={lines.map(({ label, values }) => ({ term: label, detail: prose(values.join("\n")) }))} />
      ) : (
        <p className="small muted">Nothing is named yet, so it covers nobody.</p>
      )}
    </Card>
  );
}

function RiskCard({ view: { record } }: { view: RecordView }) {
  const { inherentRisk, residualRisk } = record;
  return (
    <Card title="Risk">
      <div className="stack">
        {inherentRisk && residualRisk ? (
          <>
            <RiskMatrix inherent={inherentRisk} residual={residualRisk} />
            <p className="hint">Likelihood ↑ × impact →, inherent framed, residual filled</p>
            <Facts
              isTight
              facts={[
                { term: "Inherent", detail: <RiskBadge rating={rate(inherentRisk)} suffix={score(inherentRisk)} /> },
                { term: "Residual", detail: <RiskBadge rating={record.rating} suffix={score(residualRisk)} /> },
              ]}
            />
            <p className="small prose">{record.assessment}</p>
          </>
        ) : (
          <p className="small muted">Not rated yet. The rating decides who has to approve.</p>
        )}
      </div>
    </Card>
  );
}

function score(risk: Risk): string {
  return `, ${riskScore(risk)}`;
}

function Controls({ view: { record } }: { view: RecordView }) {
  return (
    <Card title="Compensating controls" aside={record.compensatingControls.length}>
      {record.compensatingControls.length === 0 && <p className="small muted">None are named.</p>}
      <ul className="checklist">
        {record.compensatingControls.map(({ name, howChecked }) => (
          <li key={name}>
            <CircleCheck aria-hidden="true" />
            <span>
              {name}
              <span className="two">{howChecked || "Not said how it is checked"}</span>
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Plan({ view: { record } }: { view: RecordView }) {
  return (
    <Card title="Monitoring and exit plan">
      <div className="stack">
        <p className="small prose">{record.monitoringPlan || "Nothing is written yet."}</p>
        {record.milestones.length > 0 && (
          <ul className="checklist">
            {record.milestones.map(({ title, dueAt, doneAt }) => (
              <li key={title} className={doneAt ? "tone-good" : "tone-neutral"}>
                {doneAt ? <CircleCheck aria-hidden="true" /> : <CircleDashed aria-hidden="true" />}
                <span>
                  {title}
                  <span className="two" title={exact(dueAt)}>
                    {doneAt ? `done ${dateOf(doneAt)}` : `due ${dateOf(dueAt)}`}
                  </span>
                </span>
              </li>
            ))}
          </ul>
        )}
      </div>
    </Card>
  );
}
