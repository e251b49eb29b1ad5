import { LinkButton } from "./button.tsx";
import { Card } from "./card.tsx";
import { type Batch, RecoveryStanding } from "./recovery-standing.tsx";

type Props = { batch: Batch | null; isAllowed: boolean; now: string };

/** One's recovery codes, counted; they are made and replaced on a page of their own. */
export function RecoveryCard({ batch, isAllowed, now }: Props) {
  return (
    <Card title="Recovery codes">
      <div className="stack">
        <RecoveryStanding batch={batch} now={now} />
        {isAllowed ? (
          <p>
            <LinkButton to="/account/recovery-codes?to=/account/security">
              {batch ? "Replace them…" : "Make ten codes…"}
            </LinkButton>
          </p>
        ) : (
          <p className="small muted">The MFA policy allows no recovery codes, so none of them lets anybody in.</p>
        )}
      </div>
    </Card>
  );
}
