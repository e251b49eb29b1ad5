import { Form } from "@remix-run/react";
import type { ShownDevice } from "#app/auth/sessions-view.server.ts";
import { Button } from "./button.tsx";
import { Card } from "./card.tsx";
import { TableBox } from "./table-box.tsx";
import { When } from "./when.tsx";

type Props = {
  devices: readonly ShownDevice[];
  now: string;
  /** Whether whoever looks may have them forgotten. */
  mayForget: boolean;
};

/** Browsers in which somebody has signed in completely before. */
export function DeviceTable({ devices, now, mayForget }: Props) {
  const title = "Known browsers";
  return (
    <Card title={title} aside={devices.length} isFlush={devices.length > 0}>
      {devices.length === 0 ? (
        <p className="small muted">None. Every sign-in counts as one from a new browser.</p>
      ) : (
        <TableBox label={title}>
          <table className="dense">
            <thead>
              <tr>
                <th scope="col">Browser</th>
                <th scope="col" className="off-phone">
                  Known since
                </th>
                <th scope="col">Last sign-in</th>
                <th scope="col" className="off-phone">
                  Forgotten
                </th>
                {mayForget && (
                  <th scope="col">
                    <span className="sr">Forget it</span>
                  </th>
                )}
              </tr>
            </thead>
            <tbody>
              {devices.map(({ id, device, createdAt, lastSeenAt, expiresAt }) => (
                <tr key={id}>
                  <th scope="row">{device}</th>
                  <td className="off-phone">
                    <When at={createdAt} now={now} />
                  </td>
                  <td>
                    <When at={lastSeenAt} now={now} />
                  </td>
                  <td className="off-phone">
                    <When at={expiresAt} now={now} />
                  </td>
                  {mayForget && (
                    <td className="end">
                      <Form method="post">
                        <input type="hidden" name="id" value={id} />
                        <Button isSmall name="intent" value="forget">
                          Forget<span className="sr"> {device}</span>
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
