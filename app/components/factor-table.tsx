import { Form, Link } from "@remix-run/react";
import { Button } from "./button.tsx";
import { Card } from "./card.tsx";
import { TextField } from "./field.tsx";
import { TableBox } from "./table-box.tsx";
import { When } from "./when.tsx";

type Factor = {
  id: string;
  name: string;
  /** What else is known of it; empty for what its name says already. */
  about: string;
  hasClock: boolean;
  createdAt: string;
  lastUsedAt: string | null;
};

type Renaming = { id: string; label: string; error?: string | undefined };

type Props = {
  factors: readonly Factor[];
  /** What one of them was to be called in a form that comes back. */
  renaming: Renaming | null;
  now: string;
  action: string;
};

/** What somebody signs in with, each of which they can rename and remove. */
export function FactorTable({ factors, renaming, now, action }: Props) {
  if (factors.length === 0)
    return (
      <Card title="Passkeys and apps">
        <p className="small muted">You have none yet. Add a passkey first: it is both factors at once.</p>
      </Card>
    );
  return (
    <Card title="Passkeys and apps" isFlush>
      <TableBox label="Passkeys and apps">
        <table className="dense">
          <thead>
            <tr>
              <th scope="col">Name</th>
              <th scope="col" className="off-phone">
                Added
              </th>
              <th scope="col">Last used</th>
              <th scope="col">
                <span className="sr">Remove</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {factors.map((factor) => (
              <FactorRow
                key={factor.id}
                factor={factor}
                renaming={renaming?.id === factor.id ? renaming : null}
                now={now}
                action={action}
              />
            ))}
          </tbody>
        </table>
      </TableBox>
    </Card>
  );
}

type RowProps = { factor: Factor } & Omit<Props, "factors">;

function FactorRow({ factor, renaming, now, action }: RowProps) {
  const { id, name, about, hasClock, createdAt, lastUsedAt } = factor;
  return (
    <tr>
      <th scope="row">
        {name}
        {about !== "" && <span className="two">{about}</span>}
        <details className="mt-1" open={renaming !== null}>
          <summary className="small">
            Rename<span className="sr"> {name}</span>
          </summary>
          <Form method="post" action={action} className="mt-2">
            <input type="hidden" name="intent" value="rename" />
            <input type="hidden" name="id" value={id} />
            <TextField
              name="label"
              idPrefix={`${id}-`}
              label="New name"
              defaultValue={renaming?.label ?? name}
              maxLength={100}
              error={renaming?.error}
              required
            />
            <Button isSmall>Save the name</Button>
          </Form>
        </details>
      </th>
      <td className="off-phone">
        <When at={createdAt} now={now} />
      </td>
      <td>{lastUsedAt ? <When at={lastUsedAt} now={now} /> : <span className="muted">never</span>}</td>
      <td className="end">
        {hasClock && (
          <Link className="small" to={`/account/resync/${id}`}>
            Set its clock<span className="sr"> ({name})</span>
          </Link>
        )}
        <Form method="post" action={action}>
          <input type="hidden" name="intent" value="revoke" />
          <Button isSmall name="id" value={id}>
            Remove<span className="sr"> {name}</span>
          </Button>
        </Form>
      </td>
    </tr>
  );
}
