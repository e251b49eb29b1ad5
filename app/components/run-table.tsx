import type { RunView } from "#app/job-runs/jobs-view.server.ts";
import { causeOf, durationText } from "#app/job-runs/run-words.ts";
import { exact } from "./relative-time.ts";
import { RunStateBadge } from "./run-state-badge.tsx";
import { TableBox } from "./table-box.tsx";
import { When } from "./when.tsx";

const causes = {
  "by hand": "Asked for by somebody",
  again: "Again, for what had failed",
  "between slots": "Between its slots",
} as const;

/** The runs of a job, the newest first. */
export function RunTable({ runs, now }: { runs: readonly RunView[]; now: string }) {
  return (
    <TableBox label="Runs">
      <table>
        <caption className="sr">Runs, the newest first</caption>
        <thead>
          <tr>
            <th scope="col">Run</th>
            <th scope="col">Outcome</th>
            <th scope="col" className="off-phone">
              Took
            </th>
            <th scope="col" className="off-phone">
              Why
            </th>
          </tr>
        </thead>
        <tbody>
          {runs.map((run) => {
            const cause = causeOf(run.slot);
            return (
              <tr key={run.slot}>
                <th scope="row">
                  <When at={run.claimedAt} now={now} />
                </th>
                <td>
                  <RunStateBadge state={run.state} />
                  <span className="two">{run.report || (run.state === "done" ? "nothing to do" : "")}</span>
                </td>
                <td className="off-phone nowrap">{run.durationMs === null ? "–" : durationText(run.durationMs)}</td>
                <td className="off-phone">
                  {cause === "slot" ? `Due ${exact(run.slot)}` : causes[cause]}
                  {run.isCatchingUp && <span className="two">Made up for a pause</span>}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </TableBox>
  );
}
