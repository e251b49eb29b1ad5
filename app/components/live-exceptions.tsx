import { Link } from "@remix-run/react";
import type { Effect, ExceptionState } from "#app/engine/types.ts";
import { effectTexts } from "#app/register/describe.ts";
import type { Status } from "#app/register/status.ts";
import { Card } from "./card.tsx";
import { StateBadge } from "./state-badge.tsx";
import { TableBox } from "./table-box.tsx";
import { When } from "./when.tsx";

type Row = {
  id: string;
  title: string;
  effect: Effect;
  state: ExceptionState;
  endsAt: string;
  status: Status;
  /** How it is about whoever is shown, as "by name". */
  through: readonly string[];
};

/** The exceptions in force that lower what is asked of somebody. */
export function LiveExceptions({ exceptions, now, none }: { exceptions: readonly Row[]; now: string; none: string }) {
  if (exceptions.length === 0)
    return (
      <Card title="Exceptions in force">
        <p className="small muted">{none}</p>
      </Card>
    );
  return (
    <Card title="Exceptions in force" isFlush>
      <TableBox label="Exceptions in force">
        <table className="dense">
          <thead>
            <tr>
              <th scope="col">Exception</th>
              <th scope="col">What it lowers</th>
              <th scope="col">Ends</th>
            </tr>
          </thead>
          <tbody>
            {exceptions.map(({ id, title, effect, state, endsAt, status, through }) => (
              <tr key={id}>
                <th scope="row">
                  <Link to={`/exceptions/${id}`}>{title}</Link>
                  <span className="two">
                    {id} · {through.join(", ")}
                  </span>
                </th>
                <td>
                  {effectTexts[effect].label}
                  <span className="two">
                    <StateBadge state={state} status={status} />
                  </span>
                </td>
                <td>
                  <When at={endsAt} now={now} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableBox>
    </Card>
  );
}
