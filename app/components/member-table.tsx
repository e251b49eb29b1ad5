import { Form, Link } from "@remix-run/react";
import type { ForceSkip } from "#db/force-skips.ts";
import { Badge } from "./badge.tsx";
import { Button } from "./button.tsx";
import { Card } from "./card.tsx";
import { Address } from "./directory-user-table.tsx";
import { TextField } from "./field.tsx";
import { SkipBadge } from "./skip-badge.tsx";
import { TableBox } from "./table-box.tsx";

type Props = {
  people: readonly {
    id: string;
    userName: string;
    displayName: string;
    disabledAt: string | null;
    skip: ForceSkip | null;
  }[];
  now: string;
  mayManage: boolean;
  /** Why an address that was typed is not taken. */
  error: string | undefined;
};

/** Who is in a group or has a role; admins add somebody by their address and take them out. */
export function MemberTable({ people, now, mayManage, error }: Props) {
  return (
    <Card title="Members" isFlush>
      {mayManage && (
        <Form method="post" className="body" noValidate>
          <TextField name="person" type="email" label="Add somebody by their e-mail address" error={error} />
          <Button isSmall name="intent" value="join">
            Add
          </Button>
        </Form>
      )}
      {people.length === 0 ? (
        <p className="body small muted">Nobody yet.</p>
      ) : (
        <TableBox label="Members">
          <table className="dense">
            <thead>
              <tr>
                <th scope="col">Name and address</th>
                {mayManage && (
                  <th scope="col">
                    <span className="sr">Take out</span>
                  </th>
                )}
              </tr>
            </thead>
            <tbody>
              {people.map(({ id, userName, displayName, disabledAt, skip }) => (
                <tr key={id}>
                  <th scope="row">
                    <Link to={`/directory/users/${id}`}>{displayName}</Link> {disabledAt && <Badge>Barred</Badge>}
                    <Address userName={userName} />
                    <SkipBadge skip={skip} now={now} />
                  </th>
                  {mayManage && (
                    <td className="end">
                      <Form method="post">
                        <input type="hidden" name="person" value={id} />
                        <Button isSmall name="intent" value="leave">
                          Remove<span className="sr"> {displayName}</span>
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
