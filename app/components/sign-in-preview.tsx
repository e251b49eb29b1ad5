import { factorLabels, protocolLabels } from "#app/register/describe.ts";
import type { NextSignIns, Shown } from "#app/what-if/next-sign-ins.ts";
import { Card } from "./card.tsx";
import { OutcomeBadge } from "./outcome-badge.tsx";
import { exact } from "./relative-time.ts";
import { TableBox } from "./table-box.tsx";

/** What the next sign-in of those whom it is about would meet, now and with the exception. */
export function SignInPreview({ preview }: { preview: NextSignIns }) {
  const { rows, at, client, hidden } = preview;
  const changed = rows.filter(({ isDifferent }) => isDifferent).length;
  const circumstances = [
    "with a password alone",
    client.ip && `from ${client.ip}`,
    client.device !== "unknown" && `on a ${client.device} device`,
    client.protocol !== "modern" && `over ${protocolLabels[client.protocol]}`,
    `on ${exact(at)}`,
  ].filter(Boolean);
  return (
    <Card title="What the next sign-in would do" aside={circumstances.join(", ")} isFlush>
      {rows.length > 0 && (
        <TableBox label="Sign-ins now and with the exception">
          <table>
            <caption className="sr">What each sign-in would be answered, now and with the exception</caption>
            <thead>
              <tr>
                <th scope="col">Who</th>
                <th scope="col">Application</th>
                <th scope="col">Now</th>
                <th scope="col">With this</th>
              </tr>
            </thead>
            <tbody>
              {rows.map(({ subject, application, before, after, isDifferent }) => (
                <tr key={`${subject} ${application}`}>
                  <th scope="row">{subject}</th>
                  <td>{application}</td>
                  <Answer answer={before} />
                  {isDifferent ? <Answer answer={after} /> : <td className="muted">the same</td>}
                </tr>
              ))}
            </tbody>
          </table>
        </TableBox>
      )}
      <div className="body small muted stack">
        {rows.length > 0 && changed === 0 && (
          <p className="soon">
            Nothing would change: the policy lets them in already, or does not let itself be lowered here.
          </p>
        )}
        <p>{sampleText(preview)}</p>
        {hidden > 0 && (
          <p>What others would meet is shown to admins and auditors, since it tells what they have enrolled.</p>
        )}
        <p>Nothing changes until it is approved and put in place, and it stops by itself at its end.</p>
      </div>
    </Card>
  );
}

function Answer({ answer: { outcome, reason, acceptableFactors } }: { answer: Shown }) {
  const factors = acceptableFactors.map((kind) => factorLabels[kind].toLowerCase());
  return (
    <td>
      <OutcomeBadge isBare outcome={outcome} reason={reason} />
      {outcome !== "allow" && factors.length > 0 && <span className="two">takes {factors.join(", ")}</span>}
    </td>
  );
}

function sampleText({ rows, subjects, applications }: NextSignIns): string {
  if (subjects === 0) return "It names nobody yet.";
  const where = applications === 1 ? "at 1 application" : `at ${applications} applications`;
  return `It is about ${whomText(subjects)}, ${where}${rows.length === 0 ? "." : `; ${rows.length} of these sign-ins shown.`}`;
}

function whomText(subjects: number | null): string {
  if (subjects === null) return "whoever uses its applications";
  return subjects === 1 ? "one person or service" : `${subjects} people or services`;
}
