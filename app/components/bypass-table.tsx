import { Link } from "@remix-run/react";
import { CircleX } from "lucide-react";
import type { BypassAccount } from "#app/break-glass/bypass-view.server.ts";
import { factorLabels } from "#app/register/describe.ts";
import { roleLabels } from "#app/register/roles.ts";
import { Badge } from "./badge.tsx";
import { dateOf } from "./relative-time.ts";
import { TableBox } from "./table-box.tsx";
import { When } from "./when.tsx";

type Props = { accounts: readonly BypassAccount[]; mayKeep: boolean; now: string };

/** Everybody who can sign in without the identity provider, with what they sign in with and why. */
export function BypassTable({ accounts, mayKeep, now }: Props) {
  return (
    <TableBox label="Bypass accounts">
      <table className="dense">
        <caption className="sr">
          Accounts that can sign in without the identity provider, those without MFA first
        </caption>
        <thead>
          <tr>
            <th scope="col">Account</th>
            <th scope="col">MFA</th>
            <th scope="col">Last sign-in</th>
            <th scope="col">Exceptions</th>
            <th scope="col">Kept for</th>
          </tr>
        </thead>
        <tbody>
          {accounts.map((account) => (
            <tr key={account.id}>
              <th scope="row">
                <Link to={`/directory/users/${account.id}`}>{account.displayName}</Link>
                <span className="two">
                  {account.userName} · {account.registerRoles.map((role) => roleLabels[role]).join(", ") || "no role"}
                </span>
              </th>
              <td>
                <Factors account={account} />
              </td>
              <td className="nowrap">
                {account.lastSignInAt ? <When at={account.lastSignInAt} now={now} /> : "Never"}
              </td>
              <td className="nowrap">
                <Exceptions account={account} />
              </td>
              <td>
                <Kept account={account} mayKeep={mayKeep} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableBox>
  );
}

function Factors({ account: { factors, hasMfa } }: { account: BypassAccount }) {
  return (
    <>
      {!hasMfa && (
        <Badge tone="danger" icon={CircleX} isBare>
          No MFA
        </Badge>
      )}
      <span className={hasMfa ? undefined : "two"}>{factors.map(({ kind }) => factorLabels[kind]).join(", ")}</span>
    </>
  );
}

function Exceptions({ account: { live, others } }: { account: BypassAccount }) {
  if (live.length + others.length === 0) return "None";
  return (
    <>
      {live.map(({ id, title, endsAt }) => (
        <span key={id} className="block">
          <Link to={`/exceptions/${id}`} title={title}>
            {id}
          </Link>{" "}
          until {dateOf(endsAt)}
        </span>
      ))}
      {others.length > 0 && (
        <span className="two">
          not in force:{" "}
          {others.map(({ id, title }, index) => (
            <span key={id}>
              {index > 0 && ", "}
              <Link to={`/exceptions/${id}`} title={title}>
                {id}
              </Link>
            </span>
          ))}
        </span>
      )}
    </>
  );
}

function Kept({ account, mayKeep }: { account: BypassAccount; mayKeep: boolean }) {
  if (account.isBreakGlass) return <Link to={`/break-glass/accounts/${account.id}`}>Emergencies</Link>;
  if (!mayKeep) return <span className="muted">not registered</span>;
  return (
    <Link to={`/break-glass/accounts/new?account=${encodeURIComponent(account.userName)}`}>
      Register<span className="sr"> {account.displayName}</span>
    </Link>
  );
}
