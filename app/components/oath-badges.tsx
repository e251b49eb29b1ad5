import { CalendarClock, CircleCheck, CircleX, Package, Timer, TriangleAlert, UserRoundX } from "lucide-react";
import type { TokenRow } from "#app/oath/oath-view.server.ts";
import { Badge } from "./badge.tsx";
import { statusLabels } from "./oath-words.ts";

const looks = {
  issued: { tone: "good", icon: CircleCheck },
  in_stock: { tone: "info", icon: Package },
  revoked: { tone: "neutral", icon: CircleX },
} as const;

type Props = { token: Pick<TokenRow, "status" | "age" | "isDrifting" | "isDesynchronised" | "custodyMissing"> };

/** Where a token is in its life, and what somebody should look at. */
export function OathBadges({ token }: Props) {
  const { status, age, custodyMissing } = token;
  const { tone, icon } = looks[status];
  const isOff = status !== "revoked";
  return (
    <span className="row">
      <Badge tone={tone} icon={icon} isBare>
        {statusLabels[status]}
      </Badge>
      {isOff && token.isDesynchronised && (
        <Badge tone="danger" icon={TriangleAlert} isBare>
          Out of step
        </Badge>
      )}
      {isOff && token.isDrifting && !token.isDesynchronised && (
        <Badge tone="caution" icon={Timer} isBare>
          Drifting
        </Badge>
      )}
      {age && (
        <Badge tone={age === "overdue" ? "danger" : "caution"} icon={CalendarClock} isBare>
          {age === "overdue" ? "Replacement overdue" : "Ageing"}
        </Badge>
      )}
      {custodyMissing && (
        <Badge tone="caution" icon={UserRoundX} isBare>
          Custody missing
        </Badge>
      )}
    </span>
  );
}
