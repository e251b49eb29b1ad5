import { Link } from "@remix-run/react";
import { auditQuestions } from "#app/oath/oath-audit.ts";
import { Card } from "./card.tsx";
import { OathAuditState } from "./oath-audit-state.tsx";
import { dateOf } from "./relative-time.ts";

type Props = {
  audit: { id: string; quarter: string; dueAt: string; closedAt: string | null; isOverdue: boolean; answered: number };
  now: string;
};

/** The audit of the tokens among an admin's work. */
export function OathAuditTask({ audit, now }: Props) {
  return (
    <Card title="Audit of OATH tokens" isAct isFlush>
      <ul className="work">
        <li>
          <div>
            <Link to={`/settings/oath/audits/${audit.id}`}>Quarter {audit.quarter}</Link>
            <span className="two">
              {audit.answered} of {auditQuestions.length} questions answered
            </span>
          </div>
          <div className="end">
            <OathAuditState audit={audit} now={now} />
            <span className="two">Due {dateOf(audit.dueAt)}</span>
          </div>
        </li>
      </ul>
    </Card>
  );
}
