import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Form, Link, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { requireCaller } from "#app/auth/caller.server.ts";
import { AppShell } from "#app/components/app-shell.tsx";
import { Banner } from "#app/components/banner.tsx";
import { Button } from "#app/components/button.tsx";
import { Card } from "#app/components/card.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { PastApprovals } from "#app/components/past-approvals.tsx";
import { RecordClosure } from "#app/components/record-closure.tsx";
import { RecordImplementation } from "#app/components/record-implementation.tsx";
import { RecordPlan } from "#app/components/record-plan.tsx";
import { RecordReviews } from "#app/components/record-reviews.tsx";
import { RecordRisk } from "#app/components/record-risk.tsx";
import { RecordSchedule } from "#app/components/record-schedule.tsx";
import { RecordScope } from "#app/components/record-scope.tsx";
import { RecordWhat } from "#app/components/record-what.tsx";
import { RiskBadge } from "#app/components/risk-badge.tsx";
import { StateBadge } from "#app/components/state-badge.tsx";
import { TimeField } from "#app/components/time-field.tsx";
import { ZonedTime } from "#app/components/zoned-time.tsx";
import { pageOf } from "#app/http/page.server.ts";
import { shellOf } from "#app/http/shell.server.ts";
import { pastAt } from "#app/register/past-at.ts";
import { pastRecordOf } from "#app/register/past-record.server.ts";
import { Refused } from "#app/register/refused.ts";

const Params = z.object({ id: z.string().min(1) });

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `${data ? `${data.view.record.id} as of a date` : "Record"} · MFA Register` },
];

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const caller = await requireCaller({ request, context });
  const { id } = Params.parse(params);
  const { db, now } = context;
  const { timeZone } = caller.workspace;
  return pageOf(async () => {
    const asked = pastAt(new URL(request.url).searchParams.get("at") ?? "", { timeZone, now });
    if (!asked.ok) throw new Refused(400, asked.code, asked.message);
    const { at } = asked;
    const past = await pastRecordOf(db, caller, { id, at, now });
    return { shell: await shellOf(db, caller, now), at, timeZone, ...past };
  });
}

export default function RecordAsOf() {
  const { shell, at, timeZone, view, approvals, reviews } = useLoaderData<typeof loader>();
  const { record, status, names } = view;
  return (
    <AppShell shell={shell}>
      <PageHeader
        title={record.title || "Untitled draft"}
        crumbs={[
          { label: "Register", to: "/exceptions" },
          { label: record.id, to: `/exceptions/${record.id}` },
          { label: "As of a date" },
        ]}
        meta={
          <>
            <StateBadge state={record.state} status={status} filled />
            {record.rating && <RiskBadge rating={record.rating} filled suffix=" residual risk" />}
            <span>Version {record.version}</span>
          </>
        }
      />
      <Banner tone="info">
        <strong>This is the record as it stood at</strong> <ZonedTime at={at} timeZone={timeZone} />.{" "}
        <Link to={`/exceptions/${record.id}`}>See it as it is now</Link>
      </Banner>
      <div className="cols">
        <div className="stack-wide">
          <RecordWhat view={view} />
          <RecordScope view={view} />
          <RecordRisk view={view} />
          <RecordPlan view={view} />
          {record.activatedAt && <RecordImplementation view={view} now={at} />}
          <RecordClosure view={view} />
          <RecordReviews reviews={reviews} names={names} now={at} />
        </div>
        <div className="rail">
          <Card title="Another instant">
            <Form method="get" action={`/exceptions/${record.id}/as-of`} className="stack">
              <TimeField name="at" label="As of" value={at} />
              <Button>Show</Button>
              <p className="small">
                <Link to={`/exceptions/as-of?at=${at}`}>The whole register of then</Link>
              </p>
            </Form>
          </Card>
          <PastApprovals view={view} approvals={approvals} />
          <RecordSchedule view={view} now={at} />
        </div>
      </div>
    </AppShell>
  );
}
