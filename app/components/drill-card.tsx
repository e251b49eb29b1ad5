import type { DrillRow } from "#app/break-glass/drill-views.server.ts";
import { LinkButton } from "./button.tsx";
import { Card } from "./card.tsx";
import { DrillResultBadge } from "./drill-result.tsx";
import { Facts } from "./facts.tsx";
import { Meter } from "./meter.tsx";
import { exact } from "./relative-time.ts";

/** The drill that is open, or the latest, beside the accounts. */
export function DrillCard({ drill, now }: { drill: DrillRow; now: string }) {
  const { id, account, quarter, startsAt, signsIn, answered, steps, finishedAt } = drill;
  return (
    <Card title={`Drill of ${account}, ${quarter}`} aside={`${answered} of ${steps} steps`}>
      <div className="stack">
        <Meter value={answered} max={steps} label={`${answered} of ${steps} steps answered`} />
        <Facts
          isTight
          facts={[
            { term: "Where it stands", detail: <DrillResultBadge drill={drill} now={now} isBare /> },
            { term: "Begins", detail: exact(startsAt) },
            { term: "Signs in", detail: signsIn },
          ]}
        />
        <p>
          <LinkButton isSmall to={`/break-glass/drills/${id}`}>
            {finishedAt === null ? "Open the checklist" : "See how it went"}
          </LinkButton>
        </p>
      </div>
    </Card>
  );
}
