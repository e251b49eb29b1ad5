import { Link } from "@remix-run/react";
import type { ReplayChange } from "#app/replays/tally.ts";
import { type ChangeKind, changeKinds, changeLabels, mostKept, type ReplayCounts } from "#app/replays/trial.ts";
import { EmptyState } from "./empty-state.tsx";
import { Figures } from "./figures.tsx";
import { OutcomeBadge } from "./outcome-badge.tsx";
import { Pager } from "./pager.tsx";
import { exact } from "./relative-time.ts";
import { TableBox } from "./table-box.tsx";
import { Tabs } from "./tabs.tsx";

const grouped = (count: number) => count.toLocaleString("en-GB");

/** How many decisions would have been another, and for how many people. */
export function ReplayFigures({ counts }: { counts: ReplayCounts }) {
  return (
    <Figures
      figures={changeKinds.map((kind) => ({
        term: changeLabels[kind],
        value: grouped(counts[kind].decisions),
        note: counts[kind].people === 1 ? "1 person or service" : `${grouped(counts[kind].people)} people or services`,
      }))}
    />
  );
}

type Props = {
  id: string;
  counts: ReplayCounts;
  kind: ChangeKind;
  changes: readonly ReplayChange[];
  isFirstPage: boolean;
  next: number | null;
  names: Readonly<Record<string, string>>;
};

/** The decisions of one kind of change, each linked to what it was. */
export function ReplayChanges({ id, counts, kind, changes, isFirstPage, next, names }: Props) {
  const pageAt = (more: Record<string, string>) => `/replays/${id}?${new URLSearchParams({ kind, ...more })}`;
  return (
    <>
      <Tabs
        label="Kinds of change"
        tabs={changeKinds.map((each) => ({
          to: `/replays/${id}?kind=${each}`,
          label: changeLabels[each],
          isCurrent: each === kind,
          count: grouped(counts[each].decisions),
        }))}
      />
      {counts[kind].decisions > mostKept && (
        <p className="hint">The first {grouped(mostKept)} that were found are listed; all are counted.</p>
      )}
      {changes.length > 0 ? (
        <ChangeTable changes={changes} names={names} />
      ) : (
        <EmptyState title="Nothing here">No decision would have changed in this way.</EmptyState>
      )}
      <Pager first={isFirstPage ? null : pageAt({})} next={next === null ? null : pageAt({ after: String(next) })} />
    </>
  );
}

function ChangeTable({ changes, names }: Pick<Props, "changes" | "names">) {
  return (
    <TableBox label="Changed decisions">
      <table>
        <caption className="sr">Decisions that would have been another, {changes.length} on this page</caption>
        <thead>
          <tr>
            <th scope="col">When</th>
            <th scope="col">Who and where</th>
            <th scope="col">It was</th>
            <th scope="col">It would have been</th>
          </tr>
        </thead>
        <tbody>
          {changes.map((change) => (
            <tr key={change.number}>
              <td className="nowrap">
                <Link to={`/decisions/${change.decisionId}`}>{exact(change.at)}</Link>
              </td>
              <td>
                {names[change.subjectId] ?? change.subjectId}
                <span className="two">{names[`application:${change.applicationId}`] ?? change.applicationId}</span>
              </td>
              <td>
                <OutcomeBadge isBare outcome={change.outcomeBefore} reason={change.reasonBefore} />
                <span className="two">{change.reasonBefore}</span>
              </td>
              <td>
                <OutcomeBadge isBare outcome={change.outcomeAfter} reason={change.reasonAfter} />
                <span className="two">{change.reasonAfter}</span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableBox>
  );
}
