import { Link } from "@remix-run/react";
import type { EnrollmentStanding } from "#app/policy/grace-of-subject.ts";
import { type RegisterRole, roleLabels } from "#app/register/roles.ts";
import { Card } from "./card.tsx";
import { Facts } from "./facts.tsx";
import { When } from "./when.tsx";

type Props = {
  user: {
    id: string;
    userName: string;
    externalId: string | null;
    department: string | null;
    ssoRequired: boolean;
    registerRoles: readonly RegisterRole[];
    createdAt: string;
    firstSignInAt: string | null;
    lastSignInAt: string | null;
    disabledAt: string | null;
  };
  standing: EnrollmentStanding;
  now: string;
};

/** What is known of a person, with their time to enrol. */
export function UserFacts({ user, standing, now }: Props) {
  const when = (at: string | null) => (at === null ? <span className="muted">never</span> : <When at={at} now={now} />);
  const roles = user.registerRoles.map((role) => roleLabels[role]).join(", ") || "Requestor";
  return (
    <Card title="Known">
      <Facts
        isTight
        facts={[
          { term: "Id", detail: <code>{user.id}</code> },
          { term: "External id", detail: user.externalId && <code>{user.externalId}</code> },
          { term: "Department", detail: user.department },
          {
            term: "Single sign-on",
            detail: user.ssoRequired ? "Required" : "May sign in without it",
          },
          {
            term: "In the register",
            detail: <Link to={`/settings/people?q=${encodeURIComponent(user.userName)}`}>{roles}</Link>,
          },
          { term: "Added", detail: when(user.createdAt) },
          { term: "First sign-in", detail: when(user.firstSignInAt) },
          { term: "Last sign-in", detail: when(user.lastSignInAt) },
          { term: "Time to enrol", detail: <Grace standing={standing} now={now} /> },
          ...(user.disabledAt ? [{ term: "Barred", detail: when(user.disabledAt) }] : []),
        ]}
      />
    </Card>
  );
}

function Grace({ standing: { lacksFactor, grace }, now }: { standing: EnrollmentStanding; now: string }) {
  if (!lacksFactor) return "Not needed: nothing is lacking";
  if (grace === null) return "None is given";
  return (
    <>
      {grace.isActive ? "Runs out" : <span className="soon">Over</span>} <When at={grace.endsAt} now={now} />
    </>
  );
}
