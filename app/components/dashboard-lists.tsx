import { Link } from "@remix-run/react";
import type { Rating } from "#app/register/risk.ts";
import { Card } from "./card.tsx";
import { overdue as overdueWords, relative } from "./relative-time.ts";
import { RiskBadge } from "./risk-badge.tsx";
import { TableBox } from "./table-box.tsx";

type WaitingProps = {
  waiting: readonly { id: string; title: string; rating: Rating | null; state: string; since: string | null }[];
  now: string;
};

/** The requests that have waited longest. */
export function WaitingLongest({ waiting, now }: WaitingProps) {
  return (
    <Card title="Waiting longest" aside={<Link to="/dashboard/waiting">all that wait</Link>} isFlush>
      {waiting.length === 0 ? (
        <p className="body muted">Nothing waits for approvers.</p>
      ) : (
        <TableBox label="Waiting longest">
          <table>
            <thead>
              <tr>
                <th scope="col">Exception</th>
                <th scope="col">Risk</th>
                <th scope="col">Waits for</th>
                <th scope="col">Since</th>
              </tr>
            </thead>
            <tbody>
              {waiting.map(({ id, title, rating, state, since }) => (
                <tr key={id}>
                  <th scope="row">
                    <Link to={`/exceptions/${id}`}>{title || "Untitled"}</Link>
                    <span className="two">{id}</span>
                  </th>
                  <td>
                    <RiskBadge rating={rating} />
                  </td>
                  <td>{state === "submitted" ? "a rating" : "approvals"}</td>
                  <td className="nowrap">{since && relative(since, now)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableBox>
      )}
    </Card>
  );
}

type OverdueProps = {
  overdue: readonly { id: string; title: string; owner: string; nextReviewAt: string }[];
  now: string;
};

/** What is live although nobody has answered its review. */
export function OverdueLive({ overdue, now }: OverdueProps) {
  return (
    <Card title="Overdue but live" aside={<Link to="/dashboard/live_review_overdue">all overdue</Link>} isFlush>
      {overdue.length === 0 ? (
        <p className="body muted">Every review of what is live is answered.</p>
      ) : (
        <TableBox label="Overdue but live">
          <table>
            <thead>
              <tr>
                <th scope="col">Exception</th>
                <th scope="col">Owner</th>
                <th scope="col">Review</th>
              </tr>
            </thead>
            <tbody>
              {overdue.map(({ id, title, owner, nextReviewAt }) => (
                <tr key={id}>
                  <th scope="row">
                    <Link to={`/exceptions/${id}/reviews`}>{title}</Link>
                    <span className="two">{id}</span>
                  </th>
                  <td>{owner}</td>
                  <td className="nowrap urgent">{overdueWords(nextReviewAt, now)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableBox>
      )}
    </Card>
  );
}
