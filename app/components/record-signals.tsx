import { Link } from "@remix-run/react";
import { Banner } from "./banner.tsx";
import type { RecordView } from "./record-view.ts";
import { dateOf } from "./relative-time.ts";

/** What speaks for ending the record, or for approving it anew. */
export function RecordSignals({ view: { record, signals, moves } }: { view: RecordView }) {
  const { dormancy, needlessSince, newcomers } = signals;
  const mayRevoke = moves.some(({ command, refusal }) => command === "revoke" && refusal === null);
  const revoke = mayRevoke && <Link to={`/exceptions/${record.id}/revoke`}>Revoke it</Link>;
  return (
    <>
      {needlessSince && (
        <Banner tone="caution">
          Everybody whom it names has a factor that the policy accepts, the newest since {dateOf(needlessSince)}. It
          seems to be needed no longer. {revoke}
        </Banner>
      )}
      {dormancy && (
        <Banner tone="caution">
          No sign-in has rested on it for {dormancy.days} days. {revoke}
        </Banner>
      )}
      {newcomers > 0 && <Banner tone="info">{newcomersText(newcomers, record.scope)}</Banner>}
    </>
  );
}

function newcomersText(count: number, { groups, roles }: RecordView["record"]["scope"]): string {
  const kinds = [groups.length > 0 && "group", roles.length > 0 && "role"].filter(Boolean);
  const where = kinds.length === 1 ? `the ${kinds[0]}` : "its groups and roles";
  const who = count === 1 ? "1 person has" : `${count.toLocaleString("en")} people have`;
  const verb = count === 1 ? "is" : "are";
  return `${who} joined ${where} since it was approved and ${verb} not covered until it is approved anew.`;
}
