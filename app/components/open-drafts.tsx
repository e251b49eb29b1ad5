import { Link } from "@remix-run/react";
import { Banner } from "./banner.tsx";
import { LinkButton } from "./button.tsx";
import { Card } from "./card.tsx";
import { relative } from "./relative-time.ts";

export type OpenDraft = {
  id: string;
  state: string;
  reason: string;
  author: string;
  isMine: boolean;
  isSuperseded: boolean;
  updatedAt: string;
};

/** The weakenings that wait, said first; whoever asked for one cannot decide it. */
export function WaitingWeakenings({ open, mayDecide }: { open: readonly OpenDraft[]; mayDecide: boolean }) {
  const waiting = open.filter(({ state, isSuperseded }) => state === "waiting" && !isSuperseded);
  return waiting.map(({ id, author, isMine, reason }) => (
    <Banner key={id} tone="caution">
      <p>
        <strong>
          {mayDecide && !isMine ? "A weakening waits for a second admin: you" : "A weakening waits for a second admin"}
        </strong>
      </p>
      <p>
        {isMine ? "You ask" : `${author} asks`}: {reason}
      </p>
      <p>
        <LinkButton isSmall to={`/settings/policy/drafts/${id}`}>
          Before and after
        </LinkButton>
      </p>
    </Banner>
  ));
}

/** Everything that is written and not in force. */
export function OpenDrafts({ open, now }: { open: readonly OpenDraft[]; now: string }) {
  return (
    <Card title="Not in force" aside={open.length}>
      {open.length === 0 ? (
        <p className="small muted">No draft, and nothing waits.</p>
      ) : (
        <ul className="stack small">
          {open.map(({ id, state, reason, author, isSuperseded, updatedAt }) => (
            <li key={id}>
              <Link to={`/settings/policy/drafts/${id}`}>{reason}</Link>
              <span className="two">
                {state === "waiting" ? "Waits for a second admin" : "Draft"}, {author}, {relative(updatedAt, now)}
                {isSuperseded && "; made from an earlier version"}
              </span>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
