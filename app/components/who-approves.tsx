import type { RatingFloor } from "#app/register/rating-floor.ts";
import type { Rating } from "#app/register/risk.ts";
import { approverGroupLabels, roleLabels } from "#app/register/roles.ts";
import type { Office, Staffing } from "#app/register/staffing.ts";
import type { WhoCouldApprove } from "#app/register/who-could-approve.server.ts";
import { Banner } from "./banner.tsx";
import { Card } from "./card.tsx";
import { ratingLabels } from "./risk-badge.tsx";
import { Stages } from "./stages.tsx";

type Props = {
  who: WhoCouldApprove;
  /** The rating, or what the requestor expects it to be. */
  expected: Rating | null;
  /** The least rating that whom it reaches allows, and why. */
  floor: RatingFloor | null;
};

/** Who will have to approve, by name; loudly where nobody could. */
export function WhoApproves({ who: { byRating, conflicted }, expected, floor }: Props) {
  return (
    <>
      <NobodyCould byRating={byRating} conflicted={conflicted} />
      <Card title="Who will have to approve" aside="everyone a different person">
        <div className="stack who">
          {floor && (
            <p className="small">
              It will be rated {ratingLabels[floor.rating].label.toLowerCase()} at least: {floor.reasons.join(" ")}
            </p>
          )}
          {byRating.map(({ ratings, staffing }) => (
            <details key={ratings.join()} open={byRating.length === 1 || isOpen(ratings, expected)}>
              <summary className="small">
                {byRating.length === 1 && ratings.length === 1 ? "" : "If rated "}
                <b>{ratingsText(ratings)}</b>
                {expected && ratings.includes(expected) && byRating.length > 1 && ", as is expected"}
              </summary>
              <Stages stages={staffing.stages.map(stageOf)} />
              <p className="hint">
                Put in place by one of: {staffing.implementers.join(", ") || "nobody who could"}. Whoever approves it
                does not.
              </p>
            </details>
          ))}
          {conflicted.length > 0 && (
            <p className="small muted">
              Not asked, although it is their office:{" "}
              {conflicted
                .map(({ name, why }) => `${name} (${why === "requestor" ? "files it" : "it is about them"})`)
                .join(", ")}
              .
            </p>
          )}
        </div>
      </Card>
    </>
  );
}

function isOpen(ratings: readonly Rating[], expected: Rating | null): boolean {
  return expected === null || ratings.includes(expected);
}

function ratingsText(ratings: readonly Rating[]): string {
  return ratings.map((rating) => ratingLabels[rating].label.toLowerCase()).join(" or ");
}

function stageOf({ group, minimum, names }: Staffing["stages"][number]) {
  const oneOf = minimum === 1 ? "One of" : `${minimum} of`;
  const note = names.length > 0 ? `${oneOf}: ${names.join(", ")}` : "Nobody who could.";
  return { name: approverGroupLabels[group], minimum, given: [], note };
}

function NobodyCould({ byRating, conflicted }: WhoCouldApprove) {
  const short = byRating.filter(({ staffing }) => staffing.short.length > 0);
  const [first] = short;
  if (!first) return null;
  const isAlways = short.length === byRating.length;
  const lacking = [...new Set(short.flatMap(({ staffing }) => staffing.short))];
  const isStuck = (ratings: readonly Rating[]) => `rated ${ratingsText(ratings)}`;
  const lacksApprover = lacking.some((office) => office !== "implementer");
  const could = lacksApprover ? "Nobody could approve this" : "Nobody could put this in place";
  return (
    <Banner tone="danger">
      <p>
        <strong>
          {could}
          {isAlways ? "." : `, once ${short.map(({ ratings }) => isStuck(ratings)).join(" or ")}.`}
        </strong>
      </p>
      <ul className="list">
        {lacking.map((office) => (
          <li key={office}>
            {officeLabel(office)} lacks somebody who may decide here, beside those who are needed elsewhere.
          </li>
        ))}
      </ul>
      <p>
        Ask an owner to give the role “{lacking.map((office) => roleLabels[roleOf(office)]).join("” and “")}” to
        somebody else under Settings, People.
        {conflicted.some(({ why }) => why === "requestor") && " Or have somebody file it who does not decide on it."}
      </p>
    </Banner>
  );
}

function officeLabel(office: Office): string {
  return office === "implementer" ? "Putting in place" : `The group ${approverGroupLabels[office]}`;
}

function roleOf(office: Office) {
  return office === "implementer" ? office : (`approver_${office}` as const);
}
