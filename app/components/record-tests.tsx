import { CircleCheck, CircleX } from "lucide-react";
import type { Validation } from "#app/register/exception.ts";
import { Badge } from "./badge.tsx";
import { Banner } from "./banner.tsx";
import { LinkButton } from "./button.tsx";
import { Card } from "./card.tsx";
import type { RecordView } from "./record-view.ts";
import { TableBox } from "./table-box.tsx";
import { When } from "./when.tsx";
import { Written } from "./written.tsx";

type Props = {
  view: RecordView;
  tests: readonly Validation[];
  names: Readonly<Record<string, string>>;
  now: string;
};

/** Who has tried whether it works as approved, and what they saw; the newest first. */
export function RecordTests({ view: { record, status, moves }, tests, names, now }: Props) {
  const mayTest = moves.some(({ command, refusal }) => command === "validate" && refusal === null);
  const isUntested = tests.length === 0;
  return (
    <>
      {isUntested && status.isLive && (
        <Banner tone="caution">
          <strong>In force, and never tested.</strong> Nobody has tried yet whether it lets in whom it names, and nobody
          else.
        </Banner>
      )}
      <Card
        title="Tests"
        isFlush={!isUntested}
        aside={
          mayTest ? (
            <LinkButton isSmall to={`/exceptions/${record.id}/validate`}>
              Record a test
            </LinkButton>
          ) : (
            false
          )
        }
      >
        {isUntested ? (
          <p className="small muted">None is recorded yet.</p>
        ) : (
          <TableBox label="Tests">
            <table>
              <caption className="sr">Tests of this exception</caption>
              <thead>
                <tr>
                  <th scope="col">Result</th>
                  <th scope="col">When</th>
                  <th scope="col">By</th>
                  <th scope="col">What was tested, and what shows it</th>
                </tr>
              </thead>
              <tbody>
                {tests.map(({ at, by, result, note }) => (
                  <tr key={at}>
                    <td>
                      {result === "passed" ? (
                        <Badge tone="good" icon={CircleCheck} isBare>
                          Passed
                        </Badge>
                      ) : (
                        <Badge tone="danger" icon={CircleX} isBare>
                          Failed
                        </Badge>
                      )}
                    </td>
                    <td className="nowrap">
                      <When at={at} now={now} />
                    </td>
                    <td>{names[by] ?? by}</td>
                    <td>
                      <Written text={note} />
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </TableBox>
        )}
      </Card>
    </>
  );
}
