import type { ShownEndpoint } from "#app/webhooks/endpoint-view.server.ts";
import { disabledTexts, formatTexts } from "#app/webhooks/webhook-words.ts";
import { Card } from "./card.tsx";
import { Facts } from "./facts.tsx";
import { exact, relative } from "./relative-time.ts";

/** What is known of a receiver, and how it has answered. */
export function WebhookFacts({ webhook, now }: { webhook: ShownEndpoint; now: string }) {
  const { format, shownUrl, eventTypes, namesPeople, disabledFor, disabledAt, removedAt } = webhook;
  const { lastSuccessAt, failures, failingSince, previousUntil, createdAt } = webhook;
  const isSignedTwice = previousUntil !== null && previousUntil > now;
  return (
    <Card title="The receiver">
      <Facts
        isTight
        facts={[
          { term: "Address", detail: <span className="break-all">{shownUrl}</span> },
          { term: "Messages", detail: formatTexts[format].label },
          { term: "Names of people", detail: namesPeople ? "Sent" : "Not sent" },
          { term: "Last taken", detail: lastSuccessAt ? relative(lastSuccessAt, now) : "never" },
          { term: "Failed since", detail: failingSince && `${failures}, since ${exact(failingSince)}` },
          ...(disabledAt && disabledFor
            ? [{ term: "Disabled", detail: `${exact(disabledAt)}. ${disabledTexts[disabledFor]}` }]
            : []),
          ...(isSignedTwice ? [{ term: "Old secret counts until", detail: exact(previousUntil) }] : []),
          { term: "Added", detail: exact(createdAt) },
          ...(removedAt ? [{ term: "Removed", detail: exact(removedAt) }] : []),
        ]}
      />
      <details className="mt-4">
        <summary>What it is told</summary>
        <ul className="plain">
          {eventTypes.map((type) => (
            <li key={type} className="break-all">
              <code>{type}</code>
            </li>
          ))}
        </ul>
      </details>
    </Card>
  );
}
