import { Form } from "@remix-run/react";
import { UserRoundX } from "lucide-react";
import { Fragment } from "react";
import { roleLabels } from "#app/register/roles.ts";
import type { PersonRow } from "#db/people-list.ts";
import { roleChoices } from "./add-person.tsx";
import { Badge } from "./badge.tsx";
import { Button, LinkButton } from "./button.tsx";
import { Ticks } from "./choices.tsx";
import { exact, relative } from "./relative-time.ts";
import { TableBox } from "./table-box.tsx";

type Props = {
  people: readonly PersonRow[];
  now: string;
  /** The person whose row is open. */
  managed: string | null;
  /** Returns the address at which somebody's row is open; null for those who may only look. */
  manageAt: ((id: string) => string) | null;
};

/** Who there is, two lines each. A row opens by a link of its own, so that it needs no scripts and fifty forms are one. */
export function PeopleTable({ people, now, managed, manageAt }: Props) {
  return (
    <TableBox label="People">
      <table className="dense">
        <caption className="sr">People, {people.length} on this page</caption>
        <thead>
          <tr>
            <th scope="col">Name and address</th>
            <th scope="col">Roles</th>
            <th scope="col" className="off-phone end">
              Factors
            </th>
            <th scope="col" className="off-phone">
              Last sign-in
            </th>
            {manageAt && (
              <th scope="col">
                <span className="sr">Manage</span>
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {people.map((person) => (
            <Fragment key={person.id}>
              <tr id={`p-${person.id}`} className={person.id === managed ? "opened" : undefined}>
                <PersonCells person={person} now={now} />
                {manageAt && (
                  <td className="end">
                    <LinkButton isSmall to={`${manageAt(person.id)}#p-${person.id}`} preventScrollReset>
                      Manage<span className="sr"> {person.displayName}</span>
                    </LinkButton>
                  </td>
                )}
              </tr>
              {person.id === managed && (
                <tr>
                  <td colSpan={5}>
                    <Manage person={person} action={manageAt?.(person.id) ?? ""} />
                  </td>
                </tr>
              )}
            </Fragment>
          ))}
        </tbody>
      </table>
    </TableBox>
  );
}

function PersonCells({ person, now }: { person: PersonRow; now: string }) {
  const { displayName, userName, roles, factors, lastSignInAt, disabledAt } = person;
  // On a phone an address breaks behind its @ and nowhere else.
  const [name, host] = userName.split("@");
  return (
    <>
      <th scope="row">
        <h2>{displayName}</h2>
        <span className="two">
          {name}
          {host !== undefined && (
            <>
              @<wbr />
              {host}
            </>
          )}
        </span>
      </th>
      <td>
        {disabledAt && (
          <Badge tone="danger" icon={UserRoundX} isBare>
            Barred
          </Badge>
        )}
        <span className={disabledAt || roles.length === 0 ? "muted" : undefined}>
          {disabledAt && " "}
          {roles.map((role) => roleLabels[role]).join(", ") || "Requestor"}
        </span>
      </td>
      <td className="off-phone end">{factors === 0 ? <span className="soon">none</span> : factors}</td>
      <td className="off-phone nowrap">
        {lastSignInAt ? (
          <time dateTime={lastSignInAt} title={exact(lastSignInAt)}>
            {relative(lastSignInAt, now)}
          </time>
        ) : (
          <span className="muted">never here</span>
        )}
      </td>
    </>
  );
}

/** The address of its action names no row, so that the page is shown from its top, where it says what was done. */
function Manage({ person: { id, roles, disabledAt, pseudonymisedAt }, action }: { person: PersonRow; action: string }) {
  return (
    // Other roles are another form: what was ticked before is not what is held now.
    <Form method="post" action={action} key={roles.join()} className="py-2">
      <input type="hidden" name="userId" value={id} />
      <Ticks name="roles" legend="Roles" choices={roleChoices} chosen={roles} />
      <p className="row">
        <Button isSmall look="primary" name="intent" value="roles">
          Save roles
        </Button>
        <Button isSmall name="intent" value="invite">
          New sign-in link
        </Button>
        {disabledAt && !pseudonymisedAt && (
          <Button isSmall name="intent" value="enable">
            Let in again
          </Button>
        )}
        {!disabledAt && (
          <Button isSmall look="dangerQuiet" name="intent" value="disable">
            Bar from signing in
          </Button>
        )}
      </p>
    </Form>
  );
}
