import type { DecisionAround } from "#app/register/decision-around.server.ts";
import { approverGroupLabels } from "#app/register/roles.ts";
import { AskedFacts, StandingFacts } from "./approval-facts.tsx";
import { ApprovalBadges, ApprovalNotices } from "./approval-notices.tsx";
import { Banner } from "./banner.tsx";
import { Card } from "./card.tsx";

/** What the queue shows of a record, beside the form that decides about it. */
export function WaitingCard({ around: { card }, now }: { around: DecisionAround; now: string }) {
  if (!card) return null;
  return (
    <Card title="What waits" aside={<ApprovalBadges card={card} />}>
      <ApprovalNotices card={card} now={now} />
      <AskedFacts card={card} now={now} />
      <StandingFacts card={card} now={now} />
    </Card>
  );
}

/** Names those whose approval an emergency goes without, before anybody grants one. */
export function Skipped({ around: { skipped } }: { around: DecisionAround }) {
  if (skipped === null) return null;
  return (
    <Banner tone="emergency">
      <p>
        <strong>You would decide alone.</strong>{" "}
        {skipped.length === 0 ? "Nobody could ratify it, so it would end after a day." : "Skipped, and told at once:"}
      </p>
      <ul>
        {skipped.map(({ group, names }) => (
          <li key={group}>
            {approverGroupLabels[group]}: {names.length > 0 ? names.join(", ") : "nobody who could ratify it"}
          </li>
        ))}
      </ul>
    </Banner>
  );
}
