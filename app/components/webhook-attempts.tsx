import type { WebhookAttempt } from "#app/webhooks/message.ts";
import { Card } from "./card.tsx";
import { exactToMillisecond } from "./relative-time.ts";
import { TableBox } from "./table-box.tsx";

const outcomes = { delivered: "Taken", failed: "Failed", given_up: "Failed, the last" } as const;

/** Every attempt at a message, the last one first. */
export function WebhookAttempts({ attempts }: { attempts: readonly WebhookAttempt[] }) {
  return (
    <Card title="Attempts" aside={attempts.length} isFlush={attempts.length > 0}>
      {attempts.length === 0 ? (
        <p className="small muted">None yet.</p>
      ) : (
        <TableBox label="Attempts">
          <table className="dense">
            <caption className="sr">Attempts</caption>
            <thead>
              <tr>
                <th scope="col">When</th>
                <th scope="col">Outcome</th>
                <th scope="col">Status</th>
                <th scope="col" className="off-phone">
                  Took
                </th>
                <th scope="col">Answer</th>
              </tr>
            </thead>
            <tbody>
              {attempts.map(({ attempt, at, outcome, status, durationMs, response }) => (
                <tr key={attempt}>
                  <th scope="row">{exactToMillisecond(at)}</th>
                  <td>{outcomes[outcome]}</td>
                  <td>{status ?? "none"}</td>
                  <td className="off-phone">{durationMs} ms</td>
                  <td className="break-all">{response || "–"}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableBox>
      )}
    </Card>
  );
}
