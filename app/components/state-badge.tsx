import {
  Archive,
  Ban,
  CircleAlert,
  CircleArrowLeft,
  CircleCheck,
  CircleDashed,
  CircleDot,
  CirclePause,
  CircleX,
  Hourglass,
  type LucideIcon,
  RotateCcw,
  Zap,
} from "lucide-react";
import type { ExceptionState } from "#app/engine/types.ts";
import type { Status } from "#app/register/status.ts";
import { Badge } from "./badge.tsx";
import { FullCircle, HalfCircle } from "./state-icons.ts";
import { wordFor } from "./state-labels.ts";

/** Circles that fill up towards Active, so that the state can be read without colour. */
const icons: Record<ExceptionState, LucideIcon> = {
  draft: CircleDashed,
  submitted: CircleDot,
  changes_requested: RotateCcw,
  assessed: HalfCircle,
  approved: CircleCheck,
  active: FullCircle,
  suspended: CirclePause,
  rejected: CircleX,
  withdrawn: CircleArrowLeft,
  revoked: Ban,
  closed: Archive,
};

function iconFor(state: ExceptionState, status: Status): LucideIcon {
  if (status.isExpired) return Hourglass;
  if (status.isUnratified) return Zap;
  return status.isReviewOverdue ? CircleAlert : icons[state];
}

type Props = { state: ExceptionState; status: Status; filled?: boolean | undefined };

/** The state of a record as icon, word and colour; filled in headers, bare in tables. */
export function StateBadge({ state, status, filled = false }: Props) {
  const { label, tone } = wordFor(state, status);
  return (
    <Badge tone={tone} icon={iconFor(state, status)} isBare={!filled}>
      {label}
    </Badge>
  );
}
