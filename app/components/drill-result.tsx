import { CircleCheck, CircleX, Clock, Play, TriangleAlert } from "lucide-react";
import type { Drill } from "#app/break-glass/drill.ts";
import { Badge } from "./badge.tsx";

type Props = { drill: Pick<Drill, "result" | "startsAt" | "endsAt">; now: string; isBare?: boolean | undefined };

const resultWords = {
  passed: { tone: "good", icon: CircleCheck, label: "Passed" },
  failed: { tone: "danger", icon: TriangleAlert, label: "Failed" },
  cancelled: { tone: "neutral", icon: CircleX, label: "Called off" },
} as const;

/** How a drill went, or where it stands. */
export function DrillResultBadge({ drill, now, isBare }: Props) {
  const { tone, icon, label } = wordsOf(drill, now);
  return (
    <Badge tone={tone} icon={icon} isBare={isBare}>
      {label}
    </Badge>
  );
}

function wordsOf({ result, startsAt, endsAt }: Props["drill"], now: string) {
  if (result !== null) return resultWords[result];
  if (now < startsAt) return { tone: "info", icon: Clock, label: "Planned" } as const;
  if (now < endsAt) return { tone: "info", icon: Play, label: "Under way" } as const;
  return { tone: "caution", icon: Clock, label: "To be finished" } as const;
}
