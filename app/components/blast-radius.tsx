import { Link } from "@remix-run/react";
import type { BlastRadius } from "#app/replays/blast-radius.server.ts";
import { Card } from "./card.tsx";
import { type Fact, Facts } from "./facts.tsx";

type Props = {
  id: string;
  radius: BlastRadius;
  /** Whether this person may begin a replay. */
  mayReplay: boolean;
};

/** Whom a record would reach if it came into force as it stands, and what it would have changed. */
export function BlastRadiusCard({ id, radius, mayReplay }: Props) {
  const { people, privileged, servicePrincipals, applications, signIns, days, hasMorePeople } = radius;
  const facts: Fact[] = [
    {
      term: "People",
      detail: people === null ? "everybody who uses its applications" : countText(people, hasMorePeople),
    },
    { term: "Privileged", detail: privileged === null ? "not known" : countText(privileged, hasMorePeople) },
    ...(servicePrincipals > 0 ? [{ term: "Services", detail: String(servicePrincipals) }] : []),
    { term: "Applications", detail: applications === null ? "all" : String(applications) },
    {
      term: "Sign-ins",
      detail:
        signIns === null
          ? "too many to count here"
          : `${signIns} of the last ${days} days would have been let in without MFA`,
    },
  ];
  return (
    <Card title="Blast radius" aside="if it came into force as it stands">
      <Facts isTight facts={facts} />
      {mayReplay && (
        <p className="small mt-2">
          <Link to={`/replays?exception=${id}`}>Replay what was decided with it</Link>
        </p>
      )}
    </Card>
  );
}

function countText(count: number, hasMore: boolean): string {
  return hasMore ? `${count.toLocaleString("en-GB")} or more` : count.toLocaleString("en-GB");
}
