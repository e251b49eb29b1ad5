import { Form, Link } from "@remix-run/react";
import type { LogRow } from "#app/mail/message-log.server.ts";
import { Button } from "./button.tsx";
import { MessageStateBadge } from "./message-state.tsx";
import { exact } from "./relative-time.ts";
import { TableBox } from "./table-box.tsx";
import { When } from "./when.tsx";

const outcomes = { sent: "Taken", failed: "Put off", given_up: "Given up", withheld: "Withheld" };

/** What was written to whom, how far it came, and what the mail server said at each attempt. */
export function MessageTable({ rows, now, mayRetry }: { rows: readonly LogRow[]; now: string; mayRetry: boolean }) {
  return (
    <TableBox label="Messages">
      <table>
        <caption className="sr">Messages, {rows.length} on this page</caption>
        <thead>
          <tr>
            <th scope="col">Message</th>
            <th scope="col">State</th>
            <th scope="col">To</th>
            <th scope="col" className="off-phone">
              Written
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id}>
              <td>
                {row.subject}
                <Attempts row={row} />
              </td>
              <td>
                <State row={row} mayRetry={mayRetry} />
              </td>
              <td>
                {row.toUserId && row.to ? <Link to={`/directory/users/${row.toUserId}`}>{row.to}</Link> : null}
                <span className={row.to ? "two" : undefined}>{row.toAddress}</span>
              </td>
              <td className="off-phone">
                <When at={row.at} now={now} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableBox>
  );
}

function Attempts({ row: { deliveries, subject } }: { row: LogRow }) {
  if (deliveries.length === 0) return null;
  return (
    <details>
      <summary className="small">
        {deliveries.length === 1 ? "1 attempt" : `${deliveries.length} attempts`}
        <span className="sr"> at {subject}</span>
      </summary>
      <ol className="small">
        {deliveries.map(({ attempt, at, outcome, response }) => (
          <li key={attempt}>
            {outcomes[outcome]}, {exact(at)}: <code>{response}</code>
          </li>
        ))}
      </ol>
    </details>
  );
}

function State({ row: { id, state, nextAttemptAt, subject }, mayRetry }: { row: LogRow; mayRetry: boolean }) {
  return (
    <>
      <MessageStateBadge state={state} />
      {nextAttemptAt && <span className="two">Next: {exact(nextAttemptAt)}</span>}
      {state === "given_up" && mayRetry && (
        <Form method="post" preventScrollReset>
          <Button isSmall name="id" value={id}>
            Try again<span className="sr">: {subject}</span>
          </Button>
        </Form>
      )}
    </>
  );
}
