import { CircleCheck, CircleX, KeyRound, type LucideIcon, TriangleAlert, UserPlus } from "lucide-react";
import type { Outcome } from "#app/engine/types.ts";
import { isBelowPolicy, outcomeWord } from "#app/signins/outcome-words.ts";
import { Badge } from "./badge.tsx";
import type { Tone } from "./state-labels.ts";

const looks: Record<Outcome, { icon: LucideIcon; tone: Tone }> = {
  allow: { icon: CircleCheck, tone: "good" },
  challenge: { icon: KeyRound, tone: "info" },
  enroll: { icon: UserPlus, tone: "info" },
  deny: { icon: CircleX, tone: "danger" },
};

type Props = { outcome: string; reason: string; isBare?: boolean | undefined };

/** How a sign-in was decided, as icon, word and colour; let in below policy is not simply let in. */
export function OutcomeBadge({ outcome, reason, isBare }: Props) {
  const look = looks[outcome as Outcome] ?? looks.deny; // a code of an older release is shown as the stricter one
  const isBelow = outcome === "allow" && isBelowPolicy(reason);
  return (
    <Badge isBare={isBare} icon={isBelow ? TriangleAlert : look.icon} tone={isBelow ? "caution" : look.tone}>
      {outcomeWord({ outcome, reason })}
    </Badge>
  );
}
