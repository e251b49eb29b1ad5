import { Link } from "@remix-run/react";
import { CircleX, TriangleAlert } from "lucide-react";
import type { AccountFinding } from "#app/break-glass/account-findings.ts";
import { Card } from "./card.tsx";

type Props = {
  findings: readonly AccountFinding[];
  /** The account whose page it stands on. */
  own?: string | undefined;
};

/** What is wrong with accounts for emergencies as they are now; it goes away by being put right. */
export function AccountFindings({ findings, own }: Props) {
  if (findings.length === 0) return null;
  return (
    <Card title="To put right" aside={String(findings.length)}>
      <ul className="checklist">
        {findings.map(({ code, tone, userId, text }) => {
          const Icon = tone === "danger" ? CircleX : TriangleAlert;
          return (
            <li key={`${code} ${text}`} className={`tone-${tone}`}>
              <Icon aria-label={tone === "danger" ? "Finding" : "Caution"} />
              <span>
                {userId && userId !== own ? <Link to={`/break-glass/accounts/${userId}`}>{text}</Link> : text}
              </span>
            </li>
          );
        })}
      </ul>
    </Card>
  );
}
