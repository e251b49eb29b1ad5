import { CircleCheck, CircleDashed, CircleSlash, CircleX, LoaderCircle, type LucideIcon } from "lucide-react";
import type { ReplayState } from "#app/replays/trial.ts";
import { Badge } from "./badge.tsx";
import type { Tone } from "./state-labels.ts";

const looks: Record<ReplayState, { label: string; icon: LucideIcon; tone: Tone }> = {
  queued: { label: "Waiting", icon: CircleDashed, tone: "neutral" },
  running: { label: "Running", icon: LoaderCircle, tone: "info" },
  done: { label: "Done", icon: CircleCheck, tone: "good" },
  cancelled: { label: "Cancelled", icon: CircleSlash, tone: "neutral" },
  failed: { label: "Failed", icon: CircleX, tone: "danger" },
};

/** How far a replay is, as icon, word and colour. */
export function ReplayStateBadge({ state, isBare }: { state: ReplayState; isBare?: boolean | undefined }) {
  const { label, icon, tone } = looks[state];
  return (
    <Badge icon={icon} tone={tone} isBare={isBare}>
      {label}
    </Badge>
  );
}
