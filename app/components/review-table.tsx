import { Link } from "@remix-run/react";
import { commandLabels } from "#app/register/describe.ts";
import { outcomeTexts } from "#app/register/describe-oversight.ts";
import { refusals } from "#app/register/refusals.ts";
import type { ReviewRow } from "#app/register/review-row.ts";
import { Badge } from "./badge.tsx";
import { LinkButton } from "./button.tsx";
import { ExitPlanMeter } from "./exit-plan-meter.tsx";
import { dateOf, relative } from "./relative-time.ts";
import { Due, Evidence, LastReview } from "./review-standing.tsx";
import { RiskBadge } from "./risk-badge.tsx";
import { StateBadge } from "./state-badge.tsx";
import { TableBox } from "./table-box.tsx";

type Props = { rows: readonly ReviewRow[]; now: string; backTo: string };

/** One row for each exception that is reviewed: what speaks for which decision, and what comes of silence. */
export function ReviewTable({ rows, now, backTo }: Props) {
  return (
    <TableBox label="Reviews">
      <table className="reviews" role="table">
        <caption className="sr">Reviews, {rows.length} on this page</caption>
        <thead role="rowgroup">
          <tr role="row">
            {["Exception", "Due", "Recommended", "Last used", "Exit plan", "If nobody answers", "Decision"].map(
              (label) => (
                <th key={label} scope="col" role="columnheader">
                  {label}
                </th>
              ),
            )}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {rows.map((row) => (
            <tr key={row.id} role="row">
              <th scope="row" role="rowheader" className="title">
                <Link to={`/exceptions/${row.id}/reviews`}>{row.title}</Link>
                <span className="two">
                  {row.id} · {row.owner}
                </span>
                <span className="row">
                  <StateBadge state={row.state} status={row.status} />
                  {row.rating && <RiskBadge rating={row.rating} />}
                </span>
                {row.why && <p className="why small">{row.why}</p>}
              </th>
              <td role="cell">
                <Due row={row} now={now} />
                {row.campaignDeadline && <span className="two nowrap">campaign: {dateOf(row.campaignDeadline)}</span>}
              </td>
              <td role="cell" className="evidence">
                <Badge>{outcomeTexts[row.recommendation.outcome].label}</Badge>
                <Evidence row={row} />
                <p className="why small">
                  <LastReview row={row} now={now} />
                </p>
              </td>
              <td role="cell" data-label="Last used">
                {row.lastUsedAt ? relative(row.lastUsedAt, now) : "Never"}
              </td>
              <td role="cell" data-label="Exit plan">
                <ExitPlanMeter plan={row.plan} />
              </td>
              <td role="cell" className="small" data-label="If nobody answers">
                {row.silence}
              </td>
              <td role="cell">
                <Decision row={row} backTo={backTo} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableBox>
  );
}

function Decision({ row, backTo }: { row: ReviewRow; backTo: string }) {
  if (!row.mayReview) return <span className="small muted">Not yours</span>;
  const to = `/exceptions/${row.id}/review?to=${encodeURIComponent(backTo)}`;
  return (
    <>
      <LinkButton isSmall look={row.isDue ? "primary" : "normal"} to={to} aria-label={`Review ${row.title}`}>
        {commandLabels.review}
      </LinkButton>
      {!row.mayKeep && <span className="two">{refusals.own_review}</span>}
    </>
  );
}
