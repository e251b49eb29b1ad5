import { type CustodyEntry, custodyMatters, matterLabels } from "#app/oath/custody.ts";
import { Card } from "./card.tsx";
import { TableBox } from "./table-box.tsx";
import { When } from "./when.tsx";

/** Who has a token and its seed, and who had them before. */
export function OathCustody({ entries, now }: { entries: readonly CustodyEntry[]; now: string }) {
  const latest = new Set(custodyMatters.map((matter) => entries.find((entry) => entry.matter === matter)?.id));
  if (entries.length === 0)
    return (
      <Card title="Custody">
        <p className="small muted">Nobody has noted who has it.</p>
      </Card>
    );
  return (
    <Card title="Custody" isFlush>
      <TableBox label="Custody">
        <table className="dense">
          <caption className="sr">Who has had the token and its seed, the latest first</caption>
          <thead>
            <tr>
              <th scope="col">What</th>
              <th scope="col">Who</th>
              <th scope="col">Since</th>
              <th scope="col" className="off-phone">
                Noted by
              </th>
            </tr>
          </thead>
          <tbody>
            {entries.map(({ id, matter, holder, place, at, by }) => (
              <tr key={id}>
                <th scope="row">
                  {matterLabels[matter]}
                  <span className="two">{latest.has(id) ? "now" : "earlier"}</span>
                </th>
                <td>
                  {holder}
                  <span className="two">{place}</span>
                </td>
                <td>
                  <When at={at} now={now} />
                </td>
                <td className="off-phone">{by ?? "The console"}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableBox>
    </Card>
  );
}
