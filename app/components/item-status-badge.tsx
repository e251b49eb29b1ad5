import { ArrowUpFromLine, CircleCheck, CircleDashed, CircleX, Hourglass } from "lucide-react";
import type { ItemStatus } from "#app/campaigns/campaign.ts";
import { Badge } from "./badge.tsx";

const words = {
  reviewed: { label: "Reviewed", tone: "good", icon: CircleCheck },
  escalated: { label: "Escalated", tone: "caution", icon: ArrowUpFromLine },
  ended: { label: "Ended meanwhile", tone: "neutral", icon: Hourglass },
  open: { label: "Open", tone: "info", icon: CircleDashed },
  unanswered: { label: "Unanswered", tone: "danger", icon: CircleX },
} as const;

/** What has become of an exception in a campaign; what is open when it is signed off stays unanswered. */
export function ItemStatusBadge({ status, isClosed }: { status: ItemStatus; isClosed: boolean }) {
  const { label, tone, icon } = words[isClosed && status === "open" ? "unanswered" : status];
  return (
    <Badge tone={tone} icon={icon} isBare>
      {label}
    </Badge>
  );
}
