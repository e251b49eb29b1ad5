import { Form } from "@remix-run/react";
import { CalendarClock, CircleCheck, CircleX } from "lucide-react";
import type { ShownDelegation } from "#app/register/delegations-view.server.ts";
import { Badge } from "./badge.tsx";
import { Button } from "./button.tsx";
import { Card } from "./card.tsx";
import { Confirm } from "./confirm.tsx";
import { exact, relative } from "./relative-time.ts";
import { TableBox } from "./table-box.tsx";

type Props = { title: string; delegations: readonly ShownDelegation[]; now: string; none: string };

/** Who takes whose place, and until when. */
export function DelegationTable({ title, delegations, now, none }: Props) {
  return (
    <Card title={title} aside={delegations.length} isFlush={delegations.length > 0}>
      {delegations.length === 0 ? (
        <p className="small muted">{none}</p>
      ) : (
        <TableBox label={title}>
          <table className="dense">
            <caption className="sr">{title}</caption>
            <thead>
              <tr>
                <th scope="col">Who for whom</th>
                <th scope="col">When</th>
                <th scope="col">State</th>
                <th scope="col">
                  <span className="sr">End it</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {delegations.map((delegation) => (
                <Row key={delegation.id} delegation={delegation} now={now} />
              ))}
            </tbody>
          </table>
        </TableBox>
      )}
    </Card>
  );
}

const standings = {
  running: { label: "Running", tone: "good", icon: CircleCheck },
  ahead: { label: "Begins later", tone: "info", icon: CalendarClock },
  over: { label: "Over", tone: "neutral", icon: CircleX },
} as const;

function Row({ delegation, now }: { delegation: ShownDelegation; now: string }) {
  const { id, from, to, startsAt, endsAt, reason, standing, mayEnd, warning } = delegation;
  const { label, tone, icon } = standings[standing];
  return (
    <tr>
      <th scope="row">
        {to} for {from}
        <span className="two">{reason}</span>
        {warning && <span className="two soon">{warning}</span>}
      </th>
      <td>
        {exact(startsAt)}
        <span className="two">
          to {exact(endsAt)}
          {standing === "running" && `, ${relative(endsAt, now)}`}
        </span>
      </td>
      <td>
        <Badge tone={tone} icon={icon} isBare>
          {label}
        </Badge>
      </td>
      <td className="end">
        {mayEnd && (
          <Confirm label="End" consequence={`From now on ${to} decides nothing in ${from}’s place. Both are told.`}>
            <Form method="post">
              <input type="hidden" name="intent" value="end" />
              <input type="hidden" name="id" value={id} />
              <Button look="danger">End it now</Button>
            </Form>
          </Confirm>
        )}
      </td>
    </tr>
  );
}
