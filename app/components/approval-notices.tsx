import { BellRing, CalendarPlus } from "lucide-react";
import type { ApprovalCard } from "#app/register/approval-card.ts";
import { Badge } from "./badge.tsx";
import { Banner } from "./banner.tsx";
import { span } from "./relative-time.ts";

/** The words beside a title that make somebody look here first. */
export function ApprovalBadges({ card }: { card: ApprovalCard }) {
  return (
    <>
      {card.extension && (
        <Badge tone="caution" icon={CalendarPlus}>
          Extension
        </Badge>
      )}
      {card.isEscalated && (
        <Badge tone="danger" icon={BellRing}>
          Escalated
        </Badge>
      )}
    </>
  );
}

/** What has to be read before deciding: an emergency, a wish for a later end, and what changed since the last approval. */
export function ApprovalNotices({ card, now }: { card: ApprovalCard; now: string }) {
  const { emergency, extension, changes, voided } = card;
  return (
    <>
      {emergency && (
        <Banner tone="emergency">
          <strong>In force by {emergency.grantor}’s word alone.</strong> {span(now, emergency.endsAt)} left to ratify
          it; then it ends by itself. “{emergency.reason}”
        </Banner>
      )}
      {extension && (
        <p className="small mb-2">
          {extension.requestor} asks for a later end{extension.reason && `: “${extension.reason}”`}
        </p>
      )}
      {changes.length > 0 && (
        <details className="mb-2" open={changes.length <= 3}>
          <summary className="small">
            {extension
              ? "What would change"
              : `Changed since the last approval, ${voided === 1 ? "which no longer counts" : "and so none counts any more"}`}
          </summary>
          <ul className="small changes">
            {changes.map(({ field, before, after }) => (
              <li key={field}>
                <b>{field}</b> {before ? <del>{before}</del> : "–"} → {after ? <ins>{after}</ins> : "–"}
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}
