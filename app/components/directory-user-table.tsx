import { Link } from "@remix-run/react";
import { UserRoundX } from "lucide-react";
import { hasOnlyCodes } from "#app/directory/has-only-codes.ts";
import { factorLabels } from "#app/register/describe.ts";
import type { DirectoryUser } from "#db/directory-users.ts";
import type { ForceSkip } from "#db/force-skips.ts";
import { Badge } from "./badge.tsx";
import { exact, relative } from "./relative-time.ts";
import { SkipBadge } from "./skip-badge.tsx";
import { TableBox } from "./table-box.tsx";

type Row = Pick<
  DirectoryUser,
  "id" | "userName" | "displayName" | "department" | "disabledAt" | "ssoRequired" | "factors" | "lastSignInAt"
> & { skip: ForceSkip | null };

/** People as the sign-in decision sees them, each a link to what they would meet. */
export function DirectoryUserTable({ users, now }: { users: readonly Row[]; now: string }) {
  return (
    <TableBox label="People of the directory">
      <table className="dense">
        <caption className="sr">People, {users.length} on this page</caption>
        <thead>
          <tr>
            <th scope="col">Name and address</th>
            <th scope="col" className="off-phone">
              Department
            </th>
            <th scope="col">Factors</th>
            <th scope="col" className="off-phone">
              Last sign-in
            </th>
          </tr>
        </thead>
        <tbody>
          {users.map((user) => (
            <tr key={user.id}>
              <th scope="row">
                <Link to={`/directory/users/${user.id}`}>{user.displayName}</Link>
                <Address userName={user.userName} />
                <Marks user={user} />
                <SkipBadge skip={user.skip} now={now} />
              </th>
              <td className="off-phone">{user.department ?? <span className="muted">–</span>}</td>
              <td>{factorsText(user)}</td>
              <td className="off-phone nowrap">
                {user.lastSignInAt ? (
                  <time dateTime={user.lastSignInAt} title={exact(user.lastSignInAt)}>
                    {relative(user.lastSignInAt, now)}
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

/** On a phone an address breaks behind its @ and nowhere else. */
export function Address({ userName }: { userName: string }) {
  const [name, host] = userName.split("@");
  return (
    <span className="two">
      {name}
      {host !== undefined && (
        <>
          @<wbr />
          {host}
        </>
      )}
    </span>
  );
}

function Marks({ user: { disabledAt, ssoRequired } }: { user: Row }) {
  if (!disabledAt && ssoRequired) return null;
  return (
    <span className="row">
      {disabledAt && (
        <Badge tone="danger" icon={UserRoundX} isBare>
          Barred
        </Badge>
      )}
      {!ssoRequired && <Badge>Without identity provider</Badge>}
    </span>
  );
}

function factorsText({ factors }: Row) {
  if (factors.length === 0) return <span className="soon">none</span>;
  if (hasOnlyCodes(factors))
    return <span className="soon">Recovery codes only, {factors[0]?.remaining ?? 0} left</span>;
  return [...new Set(factors.map(({ kind }) => factorLabels[kind]))].join(", ");
}
