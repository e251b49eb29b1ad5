import { CircleCheck } from "lucide-react";
import type { Difference } from "#app/signins/evaluate-again.ts";
import type { Explained } from "#app/signins/explained.ts";
import { Badge } from "./badge.tsx";
import { Banner } from "./banner.tsx";
import { Card } from "./card.tsx";

/** Whether what was recorded still leads to the answer that was given. */
export function DecisionAgain({ explained: { again, missing } }: { explained: Explained }) {
  return (
    <Card title="Evaluated again">
      {again === null ? (
        <p className="small">
          Not possible: {missing.join(", ")} was not kept as it was then. Versions have been kept since an upgrade after
          this sign-in.
        </p>
      ) : (
        <div className="small stack">
          {again.answer.length > 0 ? (
            <Banner tone="danger">
              <strong>Not the same answer.</strong> The record or the program has changed. Have the log verified.
            </Banner>
          ) : (
            <p>
              <Badge isBare icon={CircleCheck} tone="good">
                Same answer{again.trace.length === 0 ? ", rule by rule" : ""}
              </Badge>
            </p>
          )}
          <Differences differences={[...again.answer, ...again.trace]} />
          <p className="hint">With what was recorded: the policy and the exceptions as they were.</p>
        </div>
      )}
    </Card>
  );
}

function Differences({ differences }: { differences: readonly Difference[] }) {
  return differences.map(({ what, recorded, again }) => (
    <p key={what}>
      <b>{what}</b>
      <span className="two">recorded: {recorded}</span>
      <span className="two">again: {again}</span>
    </p>
  ));
}
