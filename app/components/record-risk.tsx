import { CircleCheck } from "lucide-react";
import type { ReactNode } from "react";
import { type Risk, rate, riskScore } from "#app/register/risk.ts";
import { Card } from "./card.tsx";
import { Facts } from "./facts.tsx";
import { RatingBasisNote } from "./rating-basis.tsx";
import type { RecordView } from "./record-view.ts";
import { RiskBadge } from "./risk-badge.tsx";
import { RiskMatrix } from "./risk-matrix.tsx";

type Props = {
  view: RecordView;
  /** Stands for the list of controls where more is known of them. */
  controls?: ReactNode;
};

/** How risky it is, and what makes up for it. */
export function RecordRisk({ view, controls }: Props) {
  return (
    <div className="halves">
      <RiskCard view={view} />
      {controls ?? <Controls view={view} />}
    </div>
  );
}

function RiskCard({ view: { record } }: { view: RecordView }) {
  const { inherentRisk, residualRisk, estimate } = record;
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
            <RatingBasisNote record={record} />
            <p className="small prose">{record.assessment}</p>
          </>
        ) : (
          <p className="small muted">Not rated yet. The rating decides who has to approve.</p>
        )}
        {estimate && (
          <Facts
            isTight
            facts={[
              { term: "Requestor’s view", detail: <RiskBadge rating={rate(estimate)} suffix={score(estimate)} /> },
            ]}
          />
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
