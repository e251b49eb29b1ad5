import { CircleCheck, Clock, FileText, Zap } from "lucide-react";
import { type IncidentState, incidentStateWords } from "#app/break-glass/incident.ts";
import { Badge } from "./badge.tsx";

const looks = {
  draft: { tone: "caution", icon: FileText },
  under_way: { tone: "emergency", icon: Zap },
  ended: { tone: "info", icon: Clock },
  closed: { tone: "good", icon: CircleCheck },
} as const;

/** Where an incident stands. */
export function IncidentStateBadge({ state, isBare }: { state: IncidentState; isBare?: boolean | undefined }) {
  return (
    <Badge {...looks[state]} isBare={isBare}>
      {incidentStateWords[state]}
    </Badge>
  );
}
