import { Link } from "@remix-run/react";
import { Card } from "./card.tsx";
import { EmptyState } from "./empty-state.tsx";
import { exact } from "./relative-time.ts";
import { TableBox } from "./table-box.tsx";

type LetIn = { exceptionId: string | null; subjectId: string; count: number; lastAt: string };
type Found = { rows: readonly LetIn[]; total: number; isCut: boolean };

type Props = {
  letIn: { byException: Found; inGrace: Found; isComplete: boolean; names: Readonly<Record<string, string>> };
  period: { begins: string; ends: string };
};

/** Who signed in without MFA in a period, and under which exception. */
export function AuditorLetIn({ letIn: { byException, inGrace, isComplete, names }, period }: Props) {
  const span = { from: period.begins, to: period.ends };
  const signIns = (more: Record<string, string>) => `/decisions?${new URLSearchParams({ ...more, ...span })}`;
  const rows = [...byException.rows, ...inGrace.rows];
  return (
    <Card
      title="Who signed in without MFA, and under which exception?"
      aside={
        <>
          <Link to={signIns({ reason: "MFA_EXCEPTION_APPLIED" })}>{counted(byException)} by an exception</Link>
          {", "}
          <Link to={signIns({ reason: "MFA_GRACE_ACTIVE" })}>{counted(inGrace)} in time to enrol</Link>
        </>
      }
      isFlush
    >
      {!isComplete && <p className="body small">So much is being decided that the newest are still missing here.</p>}
      {rows.length === 0 ? (
        <EmptyState title="Nobody did in this period">Every sign-in that was let in had completed MFA.</EmptyState>
      ) : (
        <TableBox label="Sign-ins without MFA">
          <table className="dense">
            <caption className="sr">Who was let in without MFA, the most frequent first</caption>
            <thead>
              <tr>
                <th scope="col">Who</th>
                <th scope="col">Under</th>
                <th scope="col" className="end">
                  Times
                </th>
                <th scope="col" className="off-phone">
                  Last
                </th>
              </tr>
            </thead>
            <tbody>
              {rows.map(({ exceptionId, subjectId, count, lastAt }) => (
                <tr key={`${exceptionId} ${subjectId}`}>
                  <th scope="row">{names[subjectId] ?? subjectId}</th>
                  <td>
                    {exceptionId ? <Link to={`/exceptions/${exceptionId}`}>{exceptionId}</Link> : "time to enrol"}
                  </td>
                  <td className="end">
                    <Link
                      to={signIns({
                        subject: subjectId,
                        ...(exceptionId ? { exception: exceptionId } : { reason: "MFA_GRACE_ACTIVE" }),
                      })}
                    >
                      {count.toLocaleString("en-GB")}
                    </Link>
                  </td>
                  <td className="off-phone nowrap">
                    <time dateTime={lastAt}>{exact(lastAt)}</time>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableBox>
      )}
    </Card>
  );
}

function counted({ total, isCut }: Found): string {
  return `${isCut ? "more than " : ""}${total.toLocaleString("en-GB")}`;
}
