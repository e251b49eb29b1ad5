import { codesInBatch, fewCodes } from "#app/auth/recovery-code.ts";
import { exact, relative } from "./relative-time.ts";

export type Batch = { id: string; createdAt: string; lastUsedAt: string | null; remaining: number };

/** How many recovery codes somebody has left, and since when. */
export function RecoveryStanding({ batch, now }: { batch: Batch | null; now: string }) {
  if (batch === null) return <p>You have none. With one of them you can sign in when your phone or key is gone.</p>;
  const { remaining, createdAt, lastUsedAt } = batch;
  return (
    <p>
      <span className={remaining <= fewCodes ? "soon" : undefined}>
        {remaining === 0 ? "All are used up" : `${remaining} of ${codesInBatch} are left`}
      </span>
      , made <Time at={createdAt} now={now} />
      {lastUsedAt && (
        <>
          , last used <Time at={lastUsedAt} now={now} />
        </>
      )}
      .
    </p>
  );
}

function Time({ at, now }: { at: string; now: string }) {
  return (
    <time dateTime={at} title={exact(at)}>
      {relative(at, now)}
    </time>
  );
}
