import type { LoaderFunctionArgs, MetaFunction, SerializeFrom } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { findingsOf, type Verdict } from "#app/audit/verdict.ts";
import { requireCaller, requireOversight } from "#app/auth/caller.server.ts";
import { AppShell } from "#app/components/app-shell.tsx";
import { Banner } from "#app/components/banner.tsx";
import { Card } from "#app/components/card.tsx";
import { Facts } from "#app/components/facts.tsx";
import { Meter } from "#app/components/meter.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { exact } from "#app/components/relative-time.ts";
import { ReloadWhile } from "#app/components/reload-while.tsx";
import { VerificationBadge } from "#app/components/verification-badge.tsx";
import { shellOf } from "#app/http/shell.server.ts";
import { findUser } from "#db/users.ts";
import { findVerification } from "#db/verifications.ts";

const Params = z.object({ id: z.string().min(1) });

export const meta: MetaFunction = () => [{ title: "Verification · Audit log · MFA Register" }];

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const caller = await requireCaller({ request, context });
  requireOversight(caller);
  const { db, now } = context;
  const verification = await findVerification(db, caller.workspace.id, Params.parse(params).id);
  if (!verification) throw new Response("There is no such verification.", { status: 404 });
  const { startedBy, verdict } = verification;
  return {
    shell: await shellOf(db, caller, now),
    verification,
    findings: verdict ? findingsOf(verdict) : [],
    who: (await findUser(db, caller.workspace.id, startedBy))?.displayName ?? startedBy,
  };
}

const grouped = (count: number) => count.toLocaleString("en-GB");

export default function VerificationPage() {
  const { shell, verification, findings, who } = useLoaderData<typeof loader>();
  const { state, upTo, createdAt, finishedAt, done, total, verdict, fault } = verification;
  const isOpen = state === "queued" || state === "running";
  const text = total === null ? "Finding the end of the log" : `${grouped(done)} of ${grouped(total)} rows`;
  return (
    <AppShell shell={shell}>
      <ReloadWhile isRunning={isOpen} />
      <PageHeader
        title={upTo === null ? "Verification of the log" : `Verification of the log up to No. ${grouped(upTo)}`}
        crumbs={[
          { label: "Audit log", to: "/audit" },
          { label: "Verifications", to: "/audit/verifications" },
          { label: exact(createdAt) },
        ]}
        meta={
          <>
            <VerificationBadge state={state} ok={verdict?.ok ?? null} />
            <span>by {who}</span>
          </>
        }
      />
      {fault && <Banner tone="caution">{fault} Ask for it again.</Banner>}
      {verdict?.ok && <Banner tone="good">{allFollow(upTo)}</Banner>}
      {findings.map(({ where, reason }) => (
        <Banner key={where} tone="danger">
          The log does not follow at {where}: {reason}.
        </Banner>
      ))}
      {isOpen && (
        <Card title="Progress" aside={state === "queued" ? "begins within a second" : text}>
          <Meter value={done} max={total ?? 1} label={text} />
        </Card>
      )}
      {verdict && <Found verdict={verdict} upTo={upTo} finishedAt={finishedAt} />}
    </AppShell>
  );
}

function allFollow(upTo: number | null): string {
  return upTo === null
    ? "Nothing was altered: every row follows from the one before it, and so does every decision."
    : "Nothing was altered up to here: every row follows from the one before it.";
}

type Walk = SerializeFrom<typeof loader>["verification"];

function Found({ verdict, upTo, finishedAt }: Pick<Walk, "upTo" | "finishedAt"> & { verdict: Verdict }) {
  const { upToSeq, firstBreak } = verdict;
  return (
    <Card title="What was found">
      <Facts
        facts={[
          { term: "Rows that follow", detail: grouped(upToSeq) },
          {
            term: "First row that does not",
            detail: firstBreak ? <Link to={`/audit/${firstBreak.seq}`}>No. {grouped(firstBreak.seq)}</Link> : "none",
          },
          { term: "Streams of decisions", detail: upTo === null ? ofStreams(verdict) : "not asked about" },
          { term: "Ended", detail: finishedAt && exact(finishedAt) },
        ]}
      />
    </Card>
  );
}

function ofStreams({ streamBreak }: Verdict): string {
  return streamBreak ? `broken at batch ${streamBreak.batch} of ${streamBreak.stream}` : "every batch follows";
}
