import { CircleCheck, CircleSlash, CircleX, LoaderCircle, type LucideIcon } from "lucide-react";
import type { RunState } from "#app/job-runs/run-state.ts";
import { Badge } from "./badge.tsx";
import type { Tone } from "./state-labels.ts";

const looks: Record<RunState, { label: string; icon: LucideIcon; tone: Tone }> = {
  running: { label: "Running", icon: LoaderCircle, tone: "info" },
  done: { label: "Done", icon: CircleCheck, tone: "good" },
  failed: { label: "Failed", icon: CircleX, tone: "danger" },
  interrupted: { label: "Interrupted", icon: CircleSlash, tone: "caution" },
};

/** What came of a run, as icon, word and colour. */
export function RunStateBadge({ state }: { state: RunState }) {
  const { label, icon, tone } = looks[state];
  return (
    <Badge icon={icon} tone={tone} isBare>
      {label}
    </Badge>
  );
}
