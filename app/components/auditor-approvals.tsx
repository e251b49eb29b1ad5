import { Link } from "@remix-run/react";
import { CircleAlert, CircleCheck, CircleDashed } from "lucide-react";
import type { Approved, ContentMatch } from "#app/auditor/approved.ts";
import { approverGroupLabels } from "#app/register/roles.ts";
import { Badge } from "./badge.tsx";
import { Card } from "./card.tsx";
import { EmptyState } from "./empty-state.tsx";
import { exact } from "./relative-time.ts";
import { TableBox } from "./table-box.tsx";

type Row = Omit<Approved, "approverId"> & { approver: string };
type Props = { approvals: { total: number; rows: readonly Row[] }; logAt: string };

const kinds: Record<string, string> = {
  "exception.approved": "approval",
  "exception.ratified": "ratified an emergency",
  "exception.extension_approved": "a later end",
  "exception.emergency_granted": "granted in an emergency",
};

/** Who approved what in a period, and whether it still says what they approved. */
export function AuditorApprovals({ approvals: { total, rows }, logAt }: Props) {
  return (
    <Card
      title="Who approved what?"
      aside={
        <>
          {total.toLocaleString("en-GB")} times in this period, <Link to={logAt}>approvals in the log</Link>
        </>
      }
      isFlush
    >
      {rows.length === 0 ? (
        <EmptyState title="Nothing was approved in this period">Ask about another one above.</EmptyState>
      ) : (
        <TableBox label="Approvals">
          <table className="dense">
            <caption className="sr">The newest approvals, {rows.length} of them</caption>
            <thead>
              <tr>
                <th scope="col">Exception</th>
                <th scope="col">Approved by</th>
                <th scope="col" className="off-phone">
                  When
                </th>
                <th scope="col">Content</th>
                <th scope="col" className="off-phone">
                  Memo
                </th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <Approval key={row.seq} row={row} />
              ))}
            </tbody>
          </table>
        </TableBox>
      )}
    </Card>
  );
}

function Approval({ row: { seq, at, type, exceptionId, title, approver, onBehalfOf, group, match } }: { row: Row }) {
  const groupLabel = (approverGroupLabels as Record<string, string>)[group ?? ""];
  return (
    <tr>
      <th scope="row">
        <Link to={`/exceptions/${exceptionId}`} className="nowrap">
          {exceptionId}
        </Link>
        <span className="two">{title}</span>
      </th>
      <td>
        {approver}
        <span className="two">
          {[groupLabel, onBehalfOf && `for ${onBehalfOf}`, kinds[type]].filter(Boolean).join(", ")}
        </span>
      </td>
      <td className="off-phone nowrap">
        <Link to={`/audit/${seq}`}>
          <time dateTime={at}>{exact(at)}</time>
        </Link>
      </td>
      <td>
        <Match match={match} />
      </td>
      <td className="off-phone">
        <a href={`/exceptions/${exceptionId}/memo.pdf`}>
          PDF<span className="sr"> memo of {exceptionId}</span>
        </a>
      </td>
    </tr>
  );
}

const matches = {
  same: { label: "As approved", tone: "good", icon: CircleCheck },
  changed: { label: "Changed since", tone: "caution", icon: CircleAlert },
  other: { label: "Not of content", tone: "neutral", icon: CircleDashed },
} as const satisfies Record<ContentMatch, unknown>;

function Match({ match }: { match: ContentMatch }) {
  const { label, tone, icon } = matches[match];
  return (
    <Badge tone={tone} icon={icon} isBare>
      {label}
    </Badge>
  );
}
