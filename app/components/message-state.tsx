import {
  CircleCheck,
  CircleDashed,
  CircleMinus,
  CircleX,
  Clock,
  Inbox,
  type LucideIcon,
  Moon,
  RotateCw,
} from "lucide-react";
import { type MessageState, messageStateWords } from "#app/mail/message-states.ts";
import { Badge } from "./badge.tsx";
import type { Tone } from "./state-labels.ts";

const looks: Readonly<Record<MessageState, [tone: Tone, icon: LucideIcon]>> = {
  waiting: ["neutral", Clock],
  quiet: ["neutral", Moon],
  retrying: ["caution", RotateCw],
  bundled: ["neutral", CircleDashed],
  sent: ["good", CircleCheck],
  sent_together: ["good", CircleCheck],
  unmailed: ["neutral", Inbox],
  withheld: ["neutral", CircleMinus],
  given_up: ["danger", CircleX],
};

/** What became of a message. */
export function MessageStateBadge({ state }: { state: MessageState }) {
  const [tone, icon] = looks[state];
  return (
    <Badge isBare tone={tone} icon={icon}>
      {messageStateWords[state]}
    </Badge>
  );
}
