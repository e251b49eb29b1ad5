import { Form } from "@remix-run/react";
import type { Token } from "#db/tokens.ts";
import { Button } from "./button.tsx";
import { Card } from "./card.tsx";
import { Confirm } from "./confirm.tsx";
import { exact, relative } from "./relative-time.ts";
import { TableBox } from "./table-box.tsx";

type Props = { title: string; tokens: readonly Token[]; now: string };

/** Tokens with what they may do; the text of a token is nowhere. */
export function TokenTable({ title, tokens, now }: Props) {
  return (
    <Card title={title} aside={tokens.length} isFlush={tokens.length > 0}>
      {tokens.length === 0 ? (
        <p className="small muted">None yet.</p>
      ) : (
        <TableBox label={title}>
          <table className="dense">
            <caption className="sr">{title}</caption>
            <thead>
              <tr>
                <th scope="col">Name and scopes</th>
                <th scope="col">Ends</th>
                <th scope="col">Last used</th>
                <th scope="col">
                  <span className="sr">Revoke</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {tokens.map((token) => (
                <Row key={token.id} token={token} now={now} />
              ))}
            </tbody>
          </table>
        </TableBox>
      )}
    </Card>
  );
}

function Row({ token, now }: { token: Token; now: string }) {
  return (
    <tr>
      <th scope="row">
        {token.name}
        <span className="two">{token.scopes.join(", ")}</span>
      </th>
      <td>{endOf(token, now)}</td>
      <td>{token.lastUsedAt ? relative(token.lastUsedAt, now) : "never"}</td>
      <td className="end">
        {!token.revokedAt && (
          <Confirm label="Revoke" consequence={`${token.name} stops working at once.`}>
            <Form method="post">
              <input type="hidden" name="id" value={token.id} />
              <Button look="danger" isSmall name="intent" value="revoke">
                Revoke {token.name}
              </Button>
            </Form>
          </Confirm>
        )}
      </td>
    </tr>
  );
}

function endOf({ revokedAt, expiresAt }: Token, now: string): string {
  if (revokedAt) return `revoked ${relative(revokedAt, now)}`;
  return expiresAt ? exact(expiresAt) : "never";
}
