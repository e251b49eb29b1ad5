import { CircleCheck, CircleX, KeyRound, type LucideIcon, UserRoundPlus } from "lucide-react";
import type { Outcome } from "#app/engine/types.ts";
import type { Met, PreviewRow } from "#app/policy/policy-preview.ts";
import { Badge } from "./badge.tsx";
import type { Tone } from "./state-labels.ts";
import { TableBox } from "./table-box.tsx";

/** What people meet who have shown their password. */
export const metLabels: Record<Outcome, { label: string; tone: Tone; icon: LucideIcon }> = {
  allow: { label: "Gets in", tone: "caution", icon: CircleCheck },
  challenge: { label: "Is challenged", tone: "good", icon: KeyRound },
  enroll: { label: "Has to enrol", tone: "info", icon: UserRoundPlus },
  deny: { label: "Is refused", tone: "neutral", icon: CircleX },
};

type Props = {
  rows: readonly PreviewRow[];
  /** The heads of the two policies; one that stands alone has a single head. */
  before: string;
  after: string | null;
};

/** What each kind of user meets next who has shown their password. */
export function PolicyPreviewTable({ rows, before, after }: Props) {
  const caption = "What each kind of user meets next";
  return (
    <TableBox label={caption}>
      <table>
        <caption className="sr">{caption}</caption>
        <thead>
          <tr>
            <th scope="col">Who</th>
            <th scope="col">{before}</th>
            {after !== null && <th scope="col">{after}</th>}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => {
            const isSame = row.before.text === row.after.text;
            return (
              <tr key={row.who}>
                <th scope="row">{row.who}</th>
                <td>
                  <Meeting met={row.before} />
                </td>
                {after !== null && (
                  <td>{isSame ? <span className="muted">the same</span> : <Meeting met={row.after} />}</td>
                )}
              </tr>
            );
          })}
        </tbody>
      </table>
    </TableBox>
  );
}

function Meeting({ met: { outcome, text } }: { met: Met }) {
  const { label, tone, icon } = metLabels[outcome];
  return (
    <>
      <Badge tone={tone} icon={icon} isBare>
        {label}
      </Badge>
      <span className="two">{text}</span>
    </>
  );
}
