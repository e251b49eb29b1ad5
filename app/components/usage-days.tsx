import type { Usage } from "#app/register/usage.ts";
import { Card } from "./card.tsx";
import { dateOf } from "./relative-time.ts";
import { Sparkline } from "./sparkline.tsx";
import { TableBox } from "./table-box.tsx";

/** How often it was used on each of the last days, as a picture and as numbers. */
export function UsageDays({ usage: { days, timeZone } }: { usage: Usage }) {
  const used = days.filter(({ uses }) => uses > 0);
  const total = used.reduce((sum, { uses }) => sum + uses, 0);
  const span = `${dayText(days[0]?.date)} to ${dayText(days.at(-1)?.date)}`;
  return (
    <Card title={`Last ${days.length} days`} aside={`days of ${timeZone}`}>
      <figure className="usage">
        <Sparkline title={`Uses on each day from ${span}`} values={days.map(({ uses }) => uses)} />
        <figcaption className="small muted">
          {span}: {usesText(total)} on {used.length === 1 ? "1 day" : `${used.length} days`}
        </figcaption>
      </figure>
      {used.length > 0 && (
        <details className="fold">
          <summary>Numbers</summary>
          <TableBox label="Uses by day">
            <table className="dense">
              <thead>
                <tr>
                  <th scope="col">Day</th>
                  <th scope="col" className="num">
                    Uses
                  </th>
                </tr>
              </thead>
              <tbody>
                {used.toReversed().map(({ date, uses }) => (
                  <tr key={date}>
                    <th scope="row">{dayText(date)}</th>
                    <td className="num">{uses.toLocaleString("en")}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </TableBox>
        </details>
      )}
    </Card>
  );
}

function dayText(date: string | undefined): string {
  return date ? dateOf(`${date}T12:00:00.000Z`) : "";
}

function usesText(count: number): string {
  return count === 1 ? "1 use" : `${count.toLocaleString("en")} uses`;
}
