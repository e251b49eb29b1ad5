import { Link } from "@remix-run/react";
import { changedDecisions } from "#app/replays/trial.ts";
import type { Replay } from "#db/replays.ts";
import { ReplayStateBadge } from "./replay-state.tsx";
import { TableBox } from "./table-box.tsx";
import { When } from "./when.tsx";

type Props = { replays: readonly Replay[]; names: Readonly<Record<string, string>>; now: string };

/** Replays with what they tried and how many decisions it would have changed. */
export function ReplayTable({ replays, names, now }: Props) {
  return (
    <TableBox label="Replays">
      <table>
        <caption className="sr">Replays, newest first</caption>
        <thead>
          <tr>
            <th scope="col">Begun</th>
            <th scope="col">Tried</th>
            <th scope="col">State</th>
            <th scope="col" className="end">
              Would change
            </th>
          </tr>
        </thead>
        <tbody>
          {replays.map((replay) => (
            <tr key={replay.id}>
              <td className="nowrap">
                <Link to={`/replays/${replay.id}`}>
                  <When at={replay.createdAt} now={now} />
                </Link>
              </td>
              <td>
                {triedText(replay, names)}
                <span className="two">
                  {replay.days} {replay.days === 1 ? "day" : "days"}, by {names[replay.startedBy] ?? replay.startedBy}
                </span>
              </td>
              <td>
                <ReplayStateBadge state={replay.state} isBare />
              </td>
              <td className="end">{replay.counts ? changedDecisions(replay.counts).toLocaleString("en-GB") : "–"}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableBox>
  );
}

/** What a replay tried: a policy draft by its reason, an exception by its id, or both. */
export function triedText(
  { policyDraftId, exceptionId }: Pick<Replay, "policyDraftId" | "exceptionId">,
  names: Readonly<Record<string, string>>,
): string {
  const draft = policyDraftId && `policy draft “${names[policyDraftId] ?? policyDraftId}”`;
  const tried = [draft, exceptionId].filter(Boolean).join(" and ");
  return tried.charAt(0).toUpperCase() + tried.slice(1);
}
