import type { DirectoryReport } from "#app/imports/directory-report.ts";
import { Banner } from "./banner.tsx";
import { TableBox } from "./table-box.tsx";

type Props = {
  report: DirectoryReport;
  /** Whether it was only checked. */
  isTrial: boolean;
  isDone: boolean;
};

/** What an import did or would do, and each line that it refuses with the reason. */
export function DirectoryImportReport({ report, isTrial, isDone }: Props) {
  const { added, changed, unchanged, refused, notes } = report;
  const tone = isDone ? "good" : "danger";
  const counts = `${added} added, ${changed} changed, ${unchanged} known already, ${refused.length} refused.`;
  return (
    <>
      <Banner tone={isTrial ? "info" : tone}>
        <p>
          {isTrial && `Nothing was written yet. It would be: ${counts}`}
          {!isTrial && isDone && `The directory was taken in: ${counts}`}
          {!isTrial && !isDone && `Nothing was written, since ${refused.length} lines are refused. Correct them first.`}
        </p>
        {notes.map((note) => (
          <p key={note}>{note}</p>
        ))}
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
              {refused.slice(0, 200).map(({ line, reason }) => (
                <tr key={`${line} ${reason}`}>
                  <th scope="row">{line}</th>
                  <td>{reason}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableBox>
      )}
    </>
  );
}
