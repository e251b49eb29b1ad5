import type { ReactNode } from "react";
import type { UsageShares as Shares } from "#app/register/usage.ts";
import { Card } from "./card.tsx";
import { TableBox } from "./table-box.tsx";
import { When } from "./when.tsx";

type Props = {
  title: string;
  /** What one of them is. */
  what: string;
  shares: Shares;
  nameOf?: (value: string) => ReactNode;
  now: string;
};

/** Who used it most, for what, or from where. */
export function UsageShares({ title, what, shares: { most, count }, nameOf = (value) => value, now }: Props) {
  const hidden = count - most.length;
  return (
    <Card title={title} aside={hidden > 0 ? `${most.length} of ${count.toLocaleString("en")}` : undefined} isFlush>
      <TableBox label={title}>
        <table className="dense">
          <thead>
            <tr>
              <th scope="col">{what}</th>
              <th scope="col" className="num">
                Uses
              </th>
              <th scope="col">Last</th>
            </tr>
          </thead>
          <tbody>
            {most.map(({ value, uses, lastAt }) => (
              <tr key={value}>
                <th scope="row">{nameOf(value)}</th>
                <td className="num">{uses.toLocaleString("en")}</td>
                <td>
                  <When at={lastAt} now={now} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableBox>
    </Card>
  );
}
