import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { requireAnyRole, requireCaller } from "#app/auth/caller.server.ts";
import { AppShell } from "#app/components/app-shell.tsx";
import { LinkButton } from "#app/components/button.tsx";
import { Card } from "#app/components/card.tsx";
import { EmptyState } from "#app/components/empty-state.tsx";
import { Facts } from "#app/components/facts.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { exact, relative, span } from "#app/components/relative-time.ts";
import { RiskBadge } from "#app/components/risk-badge.tsx";
import { StateBadge } from "#app/components/state-badge.tsx";
import { shellOf } from "#app/http/shell.server.ts";
import { type ApprovalCard, approvalCard } from "#app/register/approval-card.ts";
import { commandLabels } from "#app/register/describe.ts";
import { namesFor } from "#app/register/names.server.ts";
import { waitingFor } from "#app/register/waiting.server.ts";

export const meta: MetaFunction = () => [{ title: "Approvals · MFA Register" }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  const caller = await requireCaller({ request, context });
  requireAnyRole(caller);
  const { db, now } = context;
  const waiting = await waitingFor(db, caller, now);
  const { sights, hasMore } = waiting;
  const records = sights.map(({ record }) => record);
  const names = await namesFor(db, caller.workspace.id, records);
  const cards = sights.map((sight) => approvalCard(sight, names, now));
  // What this person can decide comes first; within that the riskiest, then the oldest.
  cards.sort(
    (one, other) =>
      Number(other.command !== null) - Number(one.command !== null) ||
      other.score - one.score ||
      (one.submittedAt < other.submittedAt ? -1 : 1),
  );
  return { shell: await shellOf(db, caller, now, waiting), now, cards, hasMore };
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
        <EmptyState title="Nothing waits">Submitted exceptions appear here until they are decided.</EmptyState>
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
  const { row, command, given, voided } = card;
  const asked = [
    { term: "Requested by", detail: <Requested card={card} now={now} /> },
    { term: "Scope", detail: <TwoLines first={row.who} second={row.where} /> },
    { term: "Controls", detail: row.controls },
  ];
  const standing = [
    { term: "Term", detail: <TwoLines first={span(card.startsAt, row.endsAt)} second={`to ${exact(row.endsAt)}`} /> },
    {
      term: "Waits for",
      detail: (
        <>
          {card.waitsFor}
          {given > 0 && <span className="two">{given} given</span>}
          {voided > 0 && <span className="two soon">{voided} voided by an edit</span>}
        </>
      ),
    },
  ];
  return (
    <Card
      isAct={command !== null}
      title={
        <>
          <Link to={`/exceptions/${row.id}`}>{row.title}</Link> <span className="hint nowrap">{row.id}</span>
        </>
      }
      aside={
        <span className="row">
          <StateBadge state={row.state} status={row.status} filled />
          {row.rating && <RiskBadge rating={row.rating} filled />}
        </span>
      }
    >
      <div className="halves">
        <Facts facts={asked} isTight />
        <Facts facts={standing} isTight />
      </div>
      <p className="row mt-3">
        {command ? (
          <LinkButton look="primary" to={`/exceptions/${row.id}/${command}`}>
            {commandLabels[command]}
          </LinkButton>
        ) : (
          <span className="small muted">{card.whyNot ?? "Not yours to decide."}</span>
        )}
        <LinkButton look="plain" to={`/exceptions/${row.id}`}>
          Open the record
        </LinkButton>
      </p>
    </Card>
  );
}

function Requested({ card: { requestor, submittedAt }, now }: { card: ApprovalCard; now: string }) {
  return (
    <>
      {requestor},{" "}
      <time dateTime={submittedAt} title={exact(submittedAt)}>
        {relative(submittedAt, now)}
      </time>
    </>
  );
}

function TwoLines({ first, second }: { first: string; second: string }) {
  return (
    <>
      {first}
      <span className="two">{second}</span>
    </>
  );
}
