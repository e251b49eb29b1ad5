import { Form, Link } from "@remix-run/react";
import { UserRoundX } from "lucide-react";
import { Fragment } from "react";
import { countText } from "#app/register/facets.ts";
import { openStates } from "#app/register/open-states.ts";
import { roleLabels } from "#app/register/roles.ts";
import type { ForceSkip } from "#db/force-skips.ts";
import type { PersonRow } from "#db/people-list.ts";
import { roleChoices } from "./add-person.tsx";
import { Badge } from "./badge.tsx";
import { Button, LinkButton } from "./button.tsx";
import { Ticks } from "./choices.tsx";
import { TextField } from "./field.tsx";
import { exact, relative } from "./relative-time.ts";
import { SkipBadge } from "./skip-badge.tsx";
import { TableBox } from "./table-box.tsx";

type Row = PersonRow & { skip: ForceSkip | null };

type Props = {
  people: readonly Row[];
  now: string;
  /** The person whose row is open. */
  managed: string | null;
  /** How many open exceptions they own, up to what a page counts. */
  owned: number;
  /** The roles that were ticked in that row before somebody was sent elsewhere; null for those that are held. */
  ticked: readonly string[] | null;
  /** Returns the address at which somebody's row is open; null for those who may only look. */
  manageAt: ((id: string) => string) | null;
  /** What is wrong with the end that was typed in the open row. */
  error: string | undefined;
};

/** Who there is, two lines each. A row opens by a link of its own, so that it needs no scripts and fifty forms are one. */
export function PeopleTable({ people, now, managed, owned, ticked, manageAt, error }: Props) {
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
                    <Manage {...{ person, owned, ticked, error }} action={manageAt?.(person.id) ?? ""} />
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

function PersonCells({ person, now }: { person: Row; now: string }) {
  const { displayName, userName, roles, factors, hasOnlyCodes, lastSignInAt, disabledAt } = person;
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
        <SkipBadge skip={person.skip} now={now} />
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
        <AccessUntil endsAt={person.accessEndsAt} now={now} />
      </td>
      <td className="off-phone end">
        {factors === 0 && <span className="soon">none</span>}
        {hasOnlyCodes && <span className="soon">codes only</span>}
        {factors > 0 && !hasOnlyCodes && factors}
      </td>
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

/** Until when somebody is here for a time. */
function AccessUntil({ endsAt, now }: { endsAt: string | null; now: string }) {
  if (endsAt === null) return null;
  const isOver = endsAt <= now;
  return (
    <span className={isOver ? "two urgent" : "two"}>
      {isOver ? "access ended " : "access ends "}
      <time dateTime={endsAt} title={exact(endsAt)}>
        {relative(endsAt, now)}
      </time>
    </span>
  );
}

type ManageProps = Pick<Props, "owned" | "ticked" | "error"> & { person: Row; action: string };

/** The address of its action names no row, so that the page is shown from its top, where it says what was done. */
function Manage({ person, owned, ticked, action, error }: ManageProps) {
  const { id, roles, disabledAt, pseudonymisedAt } = person;
  return (
    // Other roles are another form: what was ticked before is not what is held now.
    <Form method="post" action={action} key={roles.join()} className="py-2">
      <input type="hidden" name="userId" value={id} />
      <Ticks name="roles" legend="Roles" choices={roleChoices} chosen={ticked ?? roles} />
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
      {owned > 0 && <Owned person={person} count={owned} />}
      {roles.includes("auditor") && <Access endsAt={person.accessEndsAt} error={error} />}
      {!disabledAt && <BackIn person={person} />}
    </Form>
  );
}

/** What nobody answers for once its owner is barred; the register gives it to somebody else, many records at a time. */
function Owned({ person: { id, displayName, disabledAt }, count }: { person: Row; count: number }) {
  const many = count === 1 ? "1 open exception" : `${countText(count)} open exceptions`;
  const address = `/exceptions?${new URLSearchParams({ owner: id, state: openStates.join(",") })}`;
  return (
    <p className={disabledAt ? "urgent mt-3" : "mt-3"}>
      {displayName} owns <Link to={address}>{many}</Link>
      {disabledAt ? ", for which nobody answers. Give them another owner." : "."}
    </p>
  );
}

/** An auditor is here for a time. */
function Access({ endsAt, error }: { endsAt: string | null; error: string | undefined }) {
  return (
    <div className="row mt-3">
      <TextField
        name="accessUntil"
        type="date"
        label="Access until"
        hint="The last day, within a year."
        error={error}
        // The day before the instant at which it is over.
        defaultValue={endsAt ? new Date(Date.parse(endsAt) - 1).toISOString().slice(0, 10) : ""}
      />
      <Button isSmall name="intent" value="access">
        Change the end
      </Button>
      <Button isSmall look="dangerQuiet" name="intent" value="end_access">
        End access now
      </Button>
    </div>
  );
}

/** What helps somebody who stands in front of the wall; each is a page of its own that says what it does. */
function BackIn({ person: { id, userName, displayName } }: { person: Row }) {
  const moreTime = new URLSearchParams({
    category: "enrollment_constraint",
    effect: "defer_enrollment",
    user: userName,
    title: `More time to enrol: ${displayName}`,
  });
  return (
    <p className="row">
      <LinkButton isSmall to={`/directory/users/${id}/reset-mfa`}>
        Reset factors…
      </LinkButton>
      <LinkButton isSmall to={`/directory/users/${id}/skip-mfa`}>
        Skip MFA for now…
      </LinkButton>
      <LinkButton isSmall to={`/exceptions/new?${moreTime}`}>
        More time to enrol…
      </LinkButton>
    </p>
  );
}
