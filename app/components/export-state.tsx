import {
  CircleCheck,
  CircleDashed,
  CircleSlash,
  CircleX,
  Hourglass,
  LoaderCircle,
  type LucideIcon,
} from "lucide-react";
import type { ExportState } from "#app/exports/export-state.ts";
import { Badge } from "./badge.tsx";
import type { Tone } from "./state-labels.ts";

const looks: Record<ExportState, { label: string; icon: LucideIcon; tone: Tone }> = {
  queued: { label: "Waiting", icon: CircleDashed, tone: "neutral" },
  running: { label: "Being made", icon: LoaderCircle, tone: "info" },
  done: { label: "Done", icon: CircleCheck, tone: "good" },
  cancelled: { label: "Cancelled", icon: CircleSlash, tone: "neutral" },
  failed: { label: "Failed", icon: CircleX, tone: "danger" },
  expired: { label: "No longer kept", icon: Hourglass, tone: "neutral" },
};

/** How far an export is, as icon, word and colour. */
export function ExportStateBadge({ state, isBare }: { state: ExportState; isBare?: boolean | undefined }) {
  const { label, icon, tone } = looks[state];
  return (
    <Badge icon={icon} tone={tone} isBare={isBare}>
      {label}
    </Badge>
  );
}
