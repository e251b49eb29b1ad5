import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { requireCaller } from "#app/auth/caller.server.ts";
import { AppShell } from "#app/components/app-shell.tsx";
import { AskedFacts, StandingFacts } from "#app/components/approval-facts.tsx";
import { ApprovalBadges, ApprovalNotices } from "#app/components/approval-notices.tsx";
import { LinkButton } from "#app/components/button.tsx";
import { Card } from "#app/components/card.tsx";
import { EmptyState } from "#app/components/empty-state.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { RiskBadge } from "#app/components/risk-badge.tsx";
import { StateBadge } from "#app/components/state-badge.tsx";
import { Tabs } from "#app/components/tabs.tsx";
import { shellOf } from "#app/http/shell.server.ts";
import { type ApprovalCard, byUrgency } from "#app/register/approval-card.ts";
import { approvalCards } from "#app/register/approval-cards.server.ts";
import { decisionOf } from "#app/register/deciding.ts";
import { commandLabels } from "#app/register/describe.ts";
import { seesWaiting, waitingFor } from "#app/register/waiting.server.ts";

export const meta: MetaFunction = () => [{ title: "Approvals · MFA Register" }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  const caller = await requireCaller({ request, context });
  const { db, now } = context;
  if (!(await seesWaiting(db, caller, now)))
    throw new Response("This page is for people with a role.", { status: 403, statusText: "Forbidden" });
  const waiting = await waitingFor(db, caller, now);
  const { sights, hasMore } = waiting;
  const mine = sights.filter((sight) => decisionOf(sight).command !== null);
  const shell = await shellOf(db, caller, now, waiting);
  const asked = new URL(request.url).searchParams.get("show");
  // Somebody who decides nothing came to see what others have to.
  const showsAll = asked === "all" || (asked === null && !shell.isApprover);
  const cards = await approvalCards(db, caller.workspace.id, showsAll ? sights : mine, now);
  return {
    shell,
    now,
    showsAll,
    counts: { mine: mine.length, all: sights.length },
    cards: cards.sort(byUrgency),
    hasMore,
  };
}

export default function Approvals() {
  const { shell, now, showsAll, counts, cards, hasMore } = useLoaderData<typeof loader>();
  const { mine, all } = counts;
  return (
    <AppShell shell={shell}>
      <PageHeader
        title="Approvals"
        lede={`${mine === 1 ? "1 record waits" : `${mine} records wait`} for you. One record is decided at a time.`}
      />
      <Tabs
        label="Which records"
        tabs={[
          { to: "/approvals?show=mine", label: "Waits for me", isCurrent: !showsAll, count: mine, isDue: mine > 0 },
          { to: "/approvals?show=all", label: "All", isCurrent: showsAll, count: hasMore ? `${all}+` : all },
        ]}
      />
      {cards.length === 0 && (
        <EmptyState title={showsAll ? "Nothing waits" : "Nothing waits for you"}>
          {showsAll
            ? "Submitted exceptions appear here until they are decided."
            : "What you could rate, approve or ratify appears here."}
        </EmptyState>
      )}
      <ul className="stack">
        {cards.map((card) => (
          <li key={card.row.id}>
            <Waiting card={card} now={now} />
          </li>
        ))}
      </ul>
      {hasMore && <p className="hint">Only the 100 that have waited longest are looked at.</p>}
    </AppShell>
  );
}

function Waiting({ card, now }: { card: ApprovalCard; now: string }) {
  const { row, command, whyNot } = card;
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
          <ApprovalBadges card={card} />
          <StateBadge state={row.state} status={row.status} filled />
          {row.rating && <RiskBadge rating={row.rating} filled />}
        </span>
      }
    >
      <ApprovalNotices card={card} now={now} />
      <div className="halves">
        <AskedFacts card={card} now={now} />
        <StandingFacts card={card} now={now} />
      </div>
      <p className="row mt-3">
        {command ? (
          <LinkButton look="primary" to={`/exceptions/${row.id}/${command}`}>
            {commandLabels[command]}
          </LinkButton>
        ) : (
          <span className="small muted">{whyNot ?? "Not yours to decide."}</span>
        )}
        <LinkButton look="plain" to={`/exceptions/${row.id}`}>
          Open the record
        </LinkButton>
      </p>
    </Card>
  );
}
