import type { TokenReport } from "#app/oath/import-tokens.server.ts";
import { Banner } from "./banner.tsx";
import { parametersText } from "./oath-words.ts";
import { TableBox } from "./table-box.tsx";

type Props = { report: TokenReport; isTrial: boolean };

const counted = (count: number, one: string, many: string) => (count === 1 ? `1 ${one}` : `${count} ${many}`);

function toneOf(isDone: boolean, isRefused: boolean) {
  if (isRefused) return "danger";
  return isDone ? "good" : "info";
}

/** What a seed file brought or would bring, without the seeds, and each line that is refused with the reason. */
export function OathImportReport({ report: { tokens, refused }, isTrial }: Props) {
  const isDone = !isTrial && refused.length === 0;
  const found = counted(tokens.length, "token", "tokens");
  return (
    <div className="stack-wide">
      <Banner tone={toneOf(isDone, refused.length > 0)}>
        {isDone && `${found} came into the stock.`}
        {isTrial && refused.length === 0 && `Nothing was written yet. ${found} would come into the stock.`}
        {refused.length > 0 &&
          `Nothing was written: ${counted(refused.length, "line is", "lines are")} refused. Correct the file and choose it again.`}
      </Banner>
      {refused.length > 0 && (
        <TableBox label="Refused lines">
          <table className="dense">
            <caption className="sr">Refused lines</caption>
            <thead>
              <tr>
                <th scope="col">Line</th>
                <th scope="col">Why it is refused</th>
              </tr>
            </thead>
            <tbody>
              {refused.map(({ line, reason }) => (
                <tr key={line}>
                  <th scope="row">{line}</th>
                  <td>{reason}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableBox>
      )}
      {tokens.length > 0 && (
        <TableBox label="Tokens of the file">
          <table className="dense">
            <caption className="sr">Tokens of the file</caption>
            <thead>
              <tr>
                <th scope="col">Line</th>
                <th scope="col">Serial number</th>
                <th scope="col" className="off-phone">
                  Model
                </th>
                <th scope="col">Codes</th>
                <th scope="col">Replace by</th>
              </tr>
            </thead>
            <tbody>
              {tokens.map((token) => (
                <tr key={token.serial}>
                  <td>{token.line}</td>
                  <th scope="row">{token.serial}</th>
                  <td className="off-phone">{token.model ?? "–"}</td>
                  <td>{parametersText(token)}</td>
                  <td className="nowrap">{token.replaceBy ?? "–"}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableBox>
      )}
    </div>
  );
}
