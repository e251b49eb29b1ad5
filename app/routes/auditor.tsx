import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Form, Link, useLoaderData } from "@remix-run/react";
import { approvalTypes } from "#app/auditor/approved.ts";
import { auditorView } from "#app/auditor/auditor-view.server.ts";
import { readPeriod, usualDays } from "#app/auditor/period.ts";
import { requireCaller, requireOversight } from "#app/auth/caller.server.ts";
import { AppShell } from "#app/components/app-shell.tsx";
import { AuditorApprovals } from "#app/components/auditor-approvals.tsx";
import { AuditorLetIn } from "#app/components/auditor-let-in.tsx";
import { AuditorLive } from "#app/components/auditor-live.tsx";
import { AuditorLog } from "#app/components/auditor-log.tsx";
import { Button } from "#app/components/button.tsx";
import { Card } from "#app/components/card.tsx";
import { TextField } from "#app/components/field.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { exact } from "#app/components/relative-time.ts";
import { shellOf } from "#app/http/shell.server.ts";

export const meta: MetaFunction = () => [{ title: "For auditors · MFA Register" }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  const caller = await requireCaller({ request, context });
  requireOversight(caller);
  const { db, now } = context;
  const { timeZone } = caller.workspace;
  const period = readPeriod(new URL(request.url).searchParams, { timeZone, now });
  return {
    shell: await shellOf(db, caller, now),
    now,
    timeZone,
    period,
    accessEndsAt: caller.user.accessEndsAt,
    ...(await auditorView(db, caller, { period, now })),
  };
}

export default function ForAuditors() {
  const { shell, now, timeZone, period, accessEndsAt, live, approvals, letIn, log } = useLoaderData<typeof loader>();
  const logAt = `/audit?${new URLSearchParams({ type: approvalTypes[0], from: period.begins, to: period.ends })}`;
  return (
    <AppShell shell={shell}>
      <PageHeader
        title="For auditors"
        lede="Five questions, each answered from the rows themselves, with the way to them."
        meta={accessEndsAt && <span>Your access ends on {exact(accessEndsAt)}</span>}
      />
      <div className="stack-wide">
        <AuditorLive live={live} now={now} />
        <AuditorLog log={log} now={now} />
        <Card title="What was live on a date?">
          <Form method="get" action="/exceptions/as-of" className="row">
            <TextField
              name="at"
              type="datetime-local"
              label={`Date and time (${timeZone})`}
              defaultValue={`${period.from}T12:00`}
            />
            <input type="hidden" name="view" value="live" />
            <Button>Show the register of then</Button>
          </Form>
        </Card>
        <Form method="get" className="filters" aria-label="Period">
          <TextField name="from" type="date" label="From" defaultValue={period.from} />
          <TextField name="to" type="date" label="Until" defaultValue={period.to} />
          <Button>Ask about this period</Button>
          <Link to="/auditor">the last {usualDays} days</Link>
        </Form>
        <AuditorApprovals approvals={approvals} logAt={logAt} />
        <AuditorLetIn letIn={letIn} period={period} />
      </div>
    </AppShell>
  );
}
