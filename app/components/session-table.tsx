import { Form, Link } from "@remix-run/react";
import type { ShownSession } from "#app/auth/sessions-view.server.ts";
import { Badge } from "./badge.tsx";
import { Button } from "./button.tsx";
import { Card } from "./card.tsx";
import { TableBox } from "./table-box.tsx";
import { When } from "./when.tsx";

type Props = {
  sessions: readonly ShownSession[];
  now: string;
  none: string;
  /** Whether whoever looks may end them. */
  mayEnd: boolean;
};

/** Sessions that have not ended, each with how surely it is known whose it is, and on what it rests. */
export function SessionTable({ sessions, now, none, mayEnd }: Props) {
  const title = "Sessions";
  return (
    <Card title={title} aside={sessions.length} isFlush={sessions.length > 0}>
      {sessions.length === 0 ? (
        <p className="small muted">{none}</p>
      ) : (
        <TableBox label={title}>
          <table className="dense">
            <thead>
              <tr>
                <th scope="col">Browser and address</th>
                <th scope="col">Proved by</th>
                <th scope="col" className="off-phone">
                  Signed in
                </th>
                <th scope="col" className="off-phone">
                  Last used
                </th>
                <th scope="col" className="off-phone">
                  Ends unless used
                </th>
                {mayEnd && (
                  <th scope="col">
                    <span className="sr">End it</span>
                  </th>
                )}
              </tr>
            </thead>
            <tbody>
              {sessions.map((session) => (
                <Row key={session.id} session={session} now={now} mayEnd={mayEnd} />
              ))}
            </tbody>
          </table>
        </TableBox>
      )}
    </Card>
  );
}

function Row({ session, now, mayEnd }: { session: ShownSession; now: string; mayEnd: boolean }) {
  const { id, device, address, methods, aal, signedInAt, lastSeenAt, endsAt, isCurrent, isPending } = session;
  return (
    <tr>
      <th scope="row">
        {device} {isCurrent && <Badge tone="info">This one</Badge>}
        <span className="two">{address ?? "Address not known"}</span>
      </th>
      <td>
        {methods.join(", ")}
        <span className="two">{isPending ? "Not signed in yet" : `AAL${aal}`}</span>
        <Basis session={session} />
      </td>
      <td className="off-phone">
        <When at={signedInAt} now={now} />
      </td>
      <td className="off-phone">
        <When at={lastSeenAt} now={now} />
      </td>
      <td className="off-phone">
        <When at={endsAt} now={now} />
      </td>
      {mayEnd && (
        <td className="end">
          <Form method="post">
            <input type="hidden" name="id" value={id} />
            <Button look="dangerQuiet" isSmall name="intent" value="end">
              {isCurrent ? "Sign out" : "End"}
              <span className="sr"> {device}</span>
            </Button>
          </Form>
        </td>
      )}
    </tr>
  );
}

/** By what it was let in with less than the policy asks for. */
function Basis({ session: { exceptionId, isInGrace } }: { session: ShownSession }) {
  if (exceptionId)
    return (
      <span className="two">
        By <Link to={`/exceptions/${exceptionId}`}>{exceptionId}</Link>, and ends with it
      </span>
    );
  return isInGrace ? <span className="two">In time to enrol, and ends with it</span> : null;
}
