import { Link } from "@remix-run/react";
import { TriangleAlert } from "lucide-react";
import type { JobView } from "#app/job-runs/jobs-view.server.ts";
import { durationText } from "#app/job-runs/run-words.ts";
import { Badge } from "./badge.tsx";
import { RunStateBadge } from "./run-state-badge.tsx";
import { TableBox } from "./table-box.tsx";
import { When } from "./when.tsx";
import { ZonedTime } from "./zoned-time.tsx";

type Props = { jobs: readonly JobView[]; now: string; timeZone: string };

/** Every job with its last run and its next. */
export function JobTable({ jobs, now, timeZone }: Props) {
  return (
    <TableBox label="Jobs">
      <table>
        <caption className="sr">The jobs, their last runs and their next</caption>
        <thead>
          <tr>
            <th scope="col">Job</th>
            <th scope="col" className="off-phone">
              Last run
            </th>
            <th scope="col">Outcome</th>
            <th scope="col" className="off-phone">
              Next run
            </th>
          </tr>
        </thead>
        <tbody>
          {jobs.map(({ name, summary, latest, nextAt, failing }) => (
            <tr key={name}>
              <th scope="row">
                <Link to={`/settings/jobs/${name}`}>{name}</Link>
                <span className="two">{summary}</span>
              </th>
              <td className="off-phone nowrap">{latest ? <When at={latest.claimedAt} now={now} /> : "Never"}</td>
              <td>
                {latest && <RunStateBadge state={latest.state} />}
                {failing > 0 && (
                  <Badge isBare tone="danger" icon={TriangleAlert}>
                    {failing === 1 ? "1 item fails" : `${failing} items fail`}
                  </Badge>
                )}
                {latest && (
                  <span className="two">
                    {[latest.report || "nothing to do", latest.durationMs !== null && durationText(latest.durationMs)]
                      .filter(Boolean)
                      .join(" · ")}
                  </span>
                )}
              </td>
              <td className="off-phone">
                <ZonedTime at={nextAt} timeZone={timeZone} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableBox>
  );
}
