import { Form } from "@remix-run/react";
import type { FactorKind } from "#app/engine/types.ts";
import { Button } from "./button.tsx";
import { Card } from "./card.tsx";
import { TableBox } from "./table-box.tsx";
import { When } from "./when.tsx";

type Factor = { id: string; kind: FactorKind; name: string; createdAt: string; lastUsedAt: string | null };

const kindLabels: Record<FactorKind, string> = {
  passkey: "Passkey, may be synced",
  security_key: "Security key, bound to its device",
  totp: "Authenticator app",
  recovery_code: "Recovery codes",
};

type Props = { factors: readonly Factor[]; now: string; action: string };

/** What somebody signs in with, each of which they can remove. */
export function FactorTable({ factors, now, action }: Props) {
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
            {factors.map(({ id, kind, name, createdAt, lastUsedAt }) => (
              <tr key={id}>
                <th scope="row">
                  {name}
                  {name !== kindLabels[kind] && <span className="two">{kindLabels[kind]}</span>}
                </th>
                <td className="off-phone">
                  <When at={createdAt} now={now} />
                </td>
                <td>{lastUsedAt ? <When at={lastUsedAt} now={now} /> : <span className="muted">never</span>}</td>
                <td className="end">
                  <Form method="post" action={action}>
                    <input type="hidden" name="intent" value="revoke" />
                    <Button isSmall name="id" value={id}>
                      Remove<span className="sr"> {name}</span>
                    </Button>
                  </Form>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableBox>
    </Card>
  );
}
