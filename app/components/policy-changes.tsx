import { ArrowDown, ArrowUp, Equal, type LucideIcon } from "lucide-react";
import type { Direction, PolicyChange } from "#app/policy/policy-difference.ts";
import { Badge } from "./badge.tsx";
import type { Tone } from "./state-labels.ts";
import { TableBox } from "./table-box.tsx";

const shown: Record<Direction, { label: string; tone: Tone; icon: LucideIcon }> = {
  tightens: { label: "Tightens", tone: "good", icon: ArrowUp },
  weakens: { label: "Weakens", tone: "serious", icon: ArrowDown },
  neutral: { label: "Asks the same", tone: "neutral", icon: Equal },
};

type Props = { caption: string; changes: readonly PolicyChange[] };

/** What differs between two policies, each with where it leads. */
export function PolicyChanges({ caption, changes }: Props) {
  if (changes.length === 0) return <p className="body small muted">They ask the same.</p>;
  return (
    <TableBox label={caption}>
      <table className="diff fits">
        <caption className="sr">{caption}</caption>
        <thead>
          <tr>
            <th scope="col">What</th>
            <th scope="col">Before</th>
            <th scope="col">After</th>
          </tr>
        </thead>
        <tbody>
          {changes.map(({ what, before, after, direction, note }) => (
            <tr key={what + before + after}>
              <th scope="row">
                <span className="block mb-1">{what}</span>
                <Badge tone={shown[direction].tone} icon={shown[direction].icon} isBare>
                  {shown[direction].label}
                </Badge>
              </th>
              <td>{before ? <del>{before}</del> : "–"}</td>
              <td>
                {after ? <ins>{after}</ins> : "–"}
                {note && <span className="two">{note}</span>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableBox>
  );
}
