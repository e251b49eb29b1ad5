import { Form } from "@remix-run/react";
import type { JobFailure } from "#db/job-failures.ts";
import { Button } from "./button.tsx";
import { Card } from "./card.tsx";
import { TableBox } from "./table-box.tsx";
import { When } from "./when.tsx";

type Props = { failures: readonly JobFailure[]; now: string; mayRun: boolean };

/** What a job could not do; it tries again by itself, and nothing else waits for it. */
export function FailingItems({ failures, now, mayRun }: Props) {
  return (
    <Card title="What fails" aside={failures.length === 0 ? "Nothing" : failures.length} isFlush={failures.length > 0}>
      {failures.length === 0 ? (
        <p className="small">Whatever fails is kept here, tried again by itself, and gone once it went well.</p>
      ) : (
        <TableBox label="What fails">
          <table>
            <caption className="sr">What fails, whatever failed first on top</caption>
            <thead>
              <tr>
                <th scope="col">Item</th>
                <th scope="col" className="off-phone">
                  Since
                </th>
                <th scope="col">Next attempt</th>
                {mayRun && (
                  <th scope="col">
                    <span className="sr">Try again</span>
                  </th>
                )}
              </tr>
            </thead>
            <tbody>
              {failures.map((failure) => (
                <tr key={`${failure.kind} ${failure.item}`}>
                  <th scope="row">
                    {failure.item === "" ? "The run itself" : failure.item}
                    {failure.kind !== "" && ` (${failure.kind})`}
                    <span className="two">{failure.message}</span>
                  </th>
                  <td className="off-phone">
                    <When at={failure.firstFailedAt} now={now} />
                  </td>
                  <td>
                    <When at={failure.nextAttemptAt} now={now} />
                    <span className="two">
                      {failure.attempts === 1 ? "Tried once" : `Tried ${failure.attempts} times`}
                    </span>
                  </td>
                  {mayRun && (
                    <td>
                      <Form method="post">
                        <input type="hidden" name="intent" value="retry" />
                        <input type="hidden" name="kind" value={failure.kind} />
                        <input type="hidden" name="item" value={failure.item} />
                        <Button isSmall>
                          Try again now<span className="sr"> {failure.item || "the run itself"}</span>
                        </Button>
                      </Form>
                    </td>
                  )}
                </tr>
              ))}
            </tbody>
          </table>
        </TableBox>
      )}
    </Card>
  );
}
