import type { Affected } from "#app/policy/policy-preview.ts";
import { Badge } from "./badge.tsx";
import { Card } from "./card.tsx";
import { metLabels } from "./policy-preview-table.tsx";
import { TableBox } from "./table-box.tsx";

type Props = { affected: Affected; before: string; after: string };

/** How many people meet something else next. */
export function PeopleAffected({ affected, before, after }: Props) {
  const { people, isSample, counts, newlyLetIn } = affected;
  const caption = "How many people meet what next";
  return (
    <Card title="How many people" aside={isSample ? `a sample of ${people}` : `${people} people`} isFlush>
      <TableBox label={caption}>
        <table>
          <caption className="sr">{caption}</caption>
          <thead>
            <tr>
              <th scope="col">After the password</th>
              <th scope="col" className="end">
                {before}
              </th>
              <th scope="col" className="end">
                {after}
              </th>
              <th scope="col" className="end">
                ±
              </th>
            </tr>
          </thead>
          <tbody>
            {counts.map((count) => {
              const { label, tone, icon } = metLabels[count.outcome];
              return (
                <tr key={count.outcome}>
                  <th scope="row">
                    <Badge tone={tone} icon={icon} isBare>
                      {label}
                    </Badge>
                  </th>
                  <td className="end">{count.before}</td>
                  <td className="end">{count.after}</td>
                  <td className="end">{signed(count.after - count.before)}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </TableBox>
      <p className="body small muted">
        {newlyLetIn === 0
          ? "Nobody is let in by a password who is not today."
          : `${newlyLetIn === 1 ? "1 person" : `${newlyLetIn} people`} would be let in by a password alone who ${newlyLetIn === 1 ? "is" : "are"} not today.`}{" "}
        Exceptions, and rules and floors of applications, are left out; a replay counts them.
      </p>
    </Card>
  );
}

function signed(difference: number): string {
  if (difference === 0) return "0";
  return difference > 0 ? `+${difference}` : `−${-difference}`;
}
