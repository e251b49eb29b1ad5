import { Link } from "@remix-run/react";
import type { ShownMessage } from "#app/webhooks/endpoint-view.server.ts";
import { exact, relative } from "./relative-time.ts";
import { TableBox } from "./table-box.tsx";
import { MessageBadge } from "./webhook-badges.tsx";

type Props = { messages: readonly ShownMessage[]; endpointId: string; isEnabled: boolean; now: string };

/** What was sent to a receiver and what came of it, the newest event first. */
export function WebhookLog({ messages, endpointId, isEnabled, now }: Props) {
  return (
    <TableBox label="Delivery log">
      <table className="dense">
        <caption className="sr">Delivery log, {messages.length} on this page</caption>
        <thead>
          <tr>
            <th scope="col">Event</th>
            <th scope="col">State</th>
            <th scope="col">Last answer</th>
            <th scope="col" className="off-phone">
              Attempts
            </th>
            <th scope="col" className="off-phone">
              Next attempt
            </th>
          </tr>
        </thead>
        <tbody>
          {messages.map(({ id, type, seq, state, attempts, answer, nextAttemptAt, createdAt }) => (
            <tr key={id}>
              <th scope="row">
                <Link to={`/settings/webhooks/${endpointId}/messages/${id}`}>
                  <code>{type}</code>
                </Link>
                <span className="two">
                  No. {seq}, {exact(createdAt)}
                </span>
              </th>
              <td>
                <MessageBadge state={state} isBare />
              </td>
              <td>{answer}</td>
              <td className="off-phone">{attempts}</td>
              <td className="off-phone">{nextAttemptAt && isEnabled ? relative(nextAttemptAt, now) : "–"}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableBox>
  );
}
