import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { requireAnyRole, requireCaller } from "#app/auth/caller.server.ts";
import { AppShell } from "#app/components/app-shell.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { exact, relative, span } from "#app/components/relative-time.ts";
import { RiskBadge } from "#app/components/risk-badge.tsx";
import { StateBadge } from "#app/components/state-badge.tsx";
import { shellOf } from "#app/http/shell.server.ts";
import { type ApprovalCard, approvalCard } from "#app/register/approval-card.ts";
import { commandLabels } from "#app/register/describe.ts";
import { everything } from "#app/register/list-query.ts";
import { namesFor } from "#app/register/names.server.ts";
import { lookAt } from "#app/register/show.server.ts";
import { listExceptions } from "#db/exception-list.ts";

export const meta: MetaFunction = () => [{ title: "Approvals · MFA Register" }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  const caller = await requireCaller({ request, context });
  requireAnyRole(caller);
  const { db, now } = context;
  const workspaceId = caller.workspace.id;
  const query = { ...everything, states: ["submitted", "assessed"], sort: "filed", limit: 100 } as const;
  const { records, next } = await listExceptions(db, workspaceId, query);
  const names = await namesFor(db, workspaceId, records);
  const sights = await lookAt(db, caller, records, now);
  const cards = sights.map((sight) => approvalCard(sight, names, now));
  // What this person can decide comes first; within that the riskiest, then the oldest.
  cards.sort(
    (one, other) =>
      Number(other.command !== null) - Number(one.command !== null) ||
      other.score - one.score ||
      (one.submittedAt < other.submittedAt ? -1 : 1),
  );
  return { shell: await shellOf(db, caller), now, cards, hasMore: next !== null };
}

export default function Approvals() {
  const { shell, now, cards, hasMore } = useLoaderData<typeof loader>();
  const mine = cards.filter(({ command }) => command !== null).length;
  return (
    <AppShell shell={shell}>
      <PageHeader
        title="Approvals"
        lede={`${mine === 1 ? "1 record waits" : `${mine} records wait`} for you. One record is decided at a time.`}
      />
      {cards.length === 0 && (
        <div className="card empty">
          <h2>Nothing waits</h2>
          <p>Submitted exceptions appear here until they are decided.</p>
        </div>
      )}
      <ul className="stack">
        {cards.map((card) => (
          <li key={card.row.id}>
            <Waiting card={card} now={now} />
          </li>
        ))}
      </ul>
      {hasMore && (
        <p className="hint">Only the 100 oldest are shown; the rest is in the register under “Under review”.</p>
      )}
    </AppShell>
  );
}

function Waiting({ card, now }: { card: ApprovalCard; now: string }) {
  const { row } = card;
  return (
    <article className={card.command ? "card act" : "card"} aria-labelledby={`h-${row.id}`}>
      <header>
        <h2 id={`h-${row.id}`}>
          <Link to={`/exceptions/${row.id}`}>{row.title}</Link>
        </h2>
        <span className="hint">{row.id}</span>
        <span className="push row">
          <StateBadge state={row.state} status={row.status} filled />
          {row.rating && <RiskBadge rating={row.rating} filled />}
        </span>
      </header>
      <div className="body">
        <div className="halves">
          <dl className="facts tight">
            <dt>Requested by</dt>
            <dd>
              {card.requestor},{" "}
              <time dateTime={card.submittedAt} title={exact(card.submittedAt)}>
                {relative(card.submittedAt, now)}
              </time>
            </dd>
            <dt>Scope</dt>
            <dd>
              {row.who}
              <span className="two">{row.where}</span>
            </dd>
          </dl>
          <dl className="facts tight">
            <dt>Term</dt>
            <dd>
              {span(card.startsAt, row.endsAt)}
              <span className="two">to {exact(row.endsAt)}</span>
            </dd>
            <dt>Controls</dt>
            <dd>{row.controls}</dd>
            <dt>Waits for</dt>
            <dd>
              {card.waitsFor}
              {card.given > 0 && <span className="two">{card.given} given</span>}
              {card.voided > 0 && <span className="two soon">{card.voided} voided by an edit</span>}
            </dd>
          </dl>
        </div>
        <p className="row mt-3">
          {card.command ? (
            <Link className="btn primary" to={`/exceptions/${row.id}/${card.command}`}>
              {commandLabels[card.command]}
            </Link>
          ) : (
            <span className="small muted">{card.whyNot ?? "Not yours to decide."}</span>
          )}
          <Link className="btn plain" to={`/exceptions/${row.id}`}>
            Open the record
          </Link>
        </p>
      </div>
    </article>
  );
}
