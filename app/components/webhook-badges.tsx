import { CircleAlert, CircleCheck, CircleSlash, Clock } from "lucide-react";
import type { Endpoint } from "#app/webhooks/endpoint.ts";
import type { MessageState } from "#app/webhooks/message.ts";
import { messageLabels } from "#app/webhooks/webhook-words.ts";
import { Badge } from "./badge.tsx";

type Standing = Pick<Endpoint, "isEnabled" | "failures" | "removedAt">;

/** Whether something is sent to a receiver, and whether it takes it. */
export function WebhookBadge({ isEnabled, failures, removedAt, isBare = false }: Standing & { isBare?: boolean }) {
  if (removedAt !== null) return <Badge {...{ isBare, tone: "neutral", icon: CircleSlash }}>Removed</Badge>;
  if (!isEnabled) return <Badge {...{ isBare, tone: "neutral", icon: CircleSlash }}>Disabled</Badge>;
  if (failures > 0) return <Badge {...{ isBare, tone: "caution", icon: CircleAlert }}>Failing</Badge>;
  return <Badge {...{ isBare, tone: "good", icon: CircleCheck }}>Enabled</Badge>;
}

const looks = {
  waiting: { tone: "info", icon: Clock },
  delivered: { tone: "good", icon: CircleCheck },
  given_up: { tone: "danger", icon: CircleAlert },
} as const;

export function MessageBadge({ state, isBare = false }: { state: MessageState; isBare?: boolean }) {
  return (
    <Badge isBare={isBare} {...looks[state]}>
      {messageLabels[state]}
    </Badge>
  );
}
