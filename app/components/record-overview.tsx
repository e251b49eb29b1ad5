import { CircleCheck, CircleDashed } from "lucide-react";
import { effectTexts, factorLabels, scopeLines } from "#app/register/describe.ts";
import { rate } from "#app/register/risk.ts";
import { Card } from "./card.tsx";
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
  const name = (id: string | null) => (id ? (names[id] ?? id) : "–");
  return (
    <Card title="Overview">
      <dl className="facts">
        <dt>Effect at sign-in</dt>
        <dd>
          {effectTexts[record.effect].text} <code>{record.effect}</code>
          {record.factors.length > 0 && (
            <span className="two">{record.factors.map((kind) => factorLabels[kind]).join(", ")}</span>
          )}
        </dd>
        <dt>Reason</dt>
        <dd className="prose">
          {showsReason ? record.justification || "–" : "Shown to approvers and the requestor only."}
        </dd>
        <dt>Requested by</dt>
        <dd>{name(record.requestorId)}</dd>
        <dt>Owner</dt>
        <dd>{name(record.ownerId)}</dd>
        <dt>Put in place by</dt>
        <dd>
          {name(record.implementerId)}
          {record.changeReference && ` · change ${record.changeReference}`}
        </dd>
        {category.mustCarry.map(({ key, label }) => (
          <Detail key={key} label={label} value={record.details[key] ?? ""} />
        ))}
        {record.closure && (
          <>
            <Detail label="What ended it" value={record.closure.endedBy} />
            <Detail label="Replaced by" value={record.closure.replacedBy} />
            <Detail label="What would have avoided it" value={record.closure.wouldHaveAvoided} />
            <Detail label="Evidence" value={record.closure.evidence} />
          </>
        )}
      </dl>
    </Card>
  );
}

function Detail({ label, value }: { label: string; value: string }) {
  return (
    <>
      <dt>{label}</dt>
      <dd className="prose">{value || "–"}</dd>
    </>
  );
}

function Scope({ view: { record, names } }: { view: RecordView }) {
  const lines = scopeLines(record.scope, names);
  return (
    <Card title="Scope" aside="a sign-in has to match every line; people, services, groups and roles count as one">
      {lines.length > 0 ? (
        <dl className="facts">
          {lines.map(({ label, values }) => (
            <Detail key={label} label={label} value={values.join("\n")} />
          ))}
        </dl>
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
            <dl className="facts tight">
              <dt>Inherent</dt>
              <dd>
                <RiskBadge rating={rate(inherentRisk)} suffix={`, ${inherentRisk.likelihood * inherentRisk.impact}`} />
              </dd>
              <dt>Residual</dt>
              <dd>
                <RiskBadge rating={record.rating} suffix={`, ${residualRisk.likelihood * residualRisk.impact}`} />
              </dd>
            </dl>
            <p className="small prose">{record.assessment}</p>
          </>
        ) : (
          <p className="small muted">Not rated yet. The rating decides who has to approve.</p>
        )}
      </div>
    </Card>
  );
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
      </div>
    </Card>
  );
}
