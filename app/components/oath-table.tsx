import { Link } from "@remix-run/react";
import type { TokenRow } from "#app/oath/oath-view.server.ts";
import { OathBadges } from "./oath-badges.tsx";
import { driftText, nameOfToken } from "./oath-words.ts";
import { exact, relative } from "./relative-time.ts";
import { TableBox } from "./table-box.tsx";

/** Tokens with who has them and how they stand. */
export function OathTable({ tokens, now }: { tokens: readonly TokenRow[]; now: string }) {
  return (
    <TableBox label="Tokens">
      <table className="dense">
        <caption className="sr">Hardware tokens and authenticator apps</caption>
        <thead>
          <tr>
            <th scope="col">Token</th>
            <th scope="col">Standing</th>
            <th scope="col">Holder</th>
            <th scope="col" className="off-phone">
              Clock
            </th>
            <th scope="col" className="off-phone">
              Replace by
            </th>
            <th scope="col" className="off-phone">
              Last used
            </th>
          </tr>
        </thead>
        <tbody>
          {tokens.map((token) => (
            <tr key={token.id}>
              <th scope="row">
                <Link to={`/settings/oath/${token.id}`}>{nameOfToken(token)}</Link>
                <span className="two">{token.kind === "app" ? "App" : (token.model ?? "Hardware")}</span>
              </th>
              <td>
                <OathBadges token={token} />
              </td>
              <td>
                {token.holder ? (
                  <>
                    <Link to={`/directory/users/${token.holder.userId}`}>{token.holder.displayName}</Link>
                    <span className="two off-phone">{token.holder.userName}</span>
                  </>
                ) : (
                  <span className="muted">nobody</span>
                )}
              </td>
              <td className="off-phone">
                {token.status === "revoked" ? "–" : driftText(token.drift, token.period)}
                {token.failures > 0 && (
                  <span className="two">
                    {token.failures === 1 ? "1 wrong code" : `${token.failures} wrong codes in a row`}
                  </span>
                )}
              </td>
              <td className="off-phone nowrap">{token.replaceBy ?? "–"}</td>
              <td className="off-phone">
                {token.lastUsedAt ? (
                  <time dateTime={token.lastUsedAt} title={exact(token.lastUsedAt)}>
                    {relative(token.lastUsedAt, now)}
                  </time>
                ) : (
                  <span className="muted">never</span>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableBox>
  );
}
