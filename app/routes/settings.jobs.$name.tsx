import { type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { requireAdmin, requireCaller, requirePolicyReader } from "#app/auth/caller.server.ts";
import { refusedForm, wrongFields } from "#app/auth/form-errors.server.ts";
import { AppShell } from "#app/components/app-shell.tsx";
import { Banner } from "#app/components/banner.tsx";
import { Button } from "#app/components/button.tsx";
import { Card } from "#app/components/card.tsx";
import { EmptyState } from "#app/components/empty-state.tsx";
import { Facts } from "#app/components/facts.tsx";
import { FailingItems } from "#app/components/failing-items.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { Pager } from "#app/components/pager.tsx";
import { RunTable } from "#app/components/run-table.tsx";
import { ZonedTime } from "#app/components/zoned-time.tsx";
import { shellOf } from "#app/http/shell.server.ts";
import { type JobView, jobHistory } from "#app/job-runs/jobs-view.server.ts";
import { runByHand } from "#app/job-runs/run-by-hand.server.ts";
import { isAdmin } from "#app/register/roles.ts";

const Params = z.object({ name: z.string().min(1) });
const Place = z.object({ after: z.iso.datetime(), slot: z.string().max(120) });
const Asked = z.discriminatedUnion("intent", [
  z.object({ intent: z.literal("run") }),
  z.object({ intent: z.literal("retry"), kind: z.string().max(60), item: z.string().max(200) }),
]);
const rowsInPage = 50;

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const caller = await requireCaller({ request, context });
  requirePolicyReader(caller);
  const { db, now, runner } = context;
  const { workspace } = caller;
  const { name } = Params.parse(params);
  const place = Place.safeParse(Object.fromEntries(new URL(request.url).searchParams)).data;
  const after = place ? { claimedAt: place.after, name, slot: place.slot } : null;
  const history = await jobHistory(db, runner.jobs, { workspace, now, name, after, limit: rowsInPage });
  if (!history) throw new Response("There is no such job.", { status: 404 });
  return {
    shell: await shellOf(db, caller, now),
    ...history,
    isFirstPage: after === null,
    mayRun: isAdmin(caller.roles),
    timeZone: workspace.timeZone,
    now,
  };
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  const caller = await requireCaller({ request, context });
  requireAdmin(caller);
  const { name } = Params.parse(params);
  const asked = Asked.safeParse(Object.fromEntries(await request.formData()));
  if (!asked.success) return wrongFields(asked.error);
  const item = asked.data.intent === "retry" ? { kind: asked.data.kind, id: asked.data.item } : null;
  const { workspace, auditActor: actor } = caller;
  try {
    await runByHand(context.db, context.runner, { workspace, name, item, actor, now: context.now });
    return redirect(`/settings/jobs/${name}`);
  } catch (caught) {
    return refusedForm(caught);
  }
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: `${data?.job.name ?? "Job"} · MFA Register` }];

export default function Job() {
  const { shell, job, failures, runs, next, isFirstPage, mayRun, timeZone, now } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const isRunning = job.latest?.state === "running";
  const here = `/settings/jobs/${job.name}`;
  return (
    <AppShell shell={shell}>
      <PageHeader
        title={job.name}
        crumbs={[{ label: "Settings" }, { label: "Jobs", to: "/settings/jobs" }, { label: job.name }]}
        lede={job.summary}
        actions={
          mayRun && (
            <Form method="post">
              <input type="hidden" name="intent" value="run" />
              <Button look="primary">Run now</Button>
            </Form>
          )
        }
      />
      {answer?.errors.form && <Banner tone="danger">{answer.errors.form}</Banner>}
      {isRunning && <Banner tone="info">It runs right now. Load the page again to see what came of it.</Banner>}
      <div className="stack">
        <Card title="When it runs">
          <Facts
            facts={[
              { term: "Due", detail: whenText(job, timeZone) },
              { term: "Next run", detail: <ZonedTime at={job.nextAt} timeZone={timeZone} /> },
            ]}
          />
        </Card>
        <FailingItems failures={failures} now={now} mayRun={mayRun} />
        <Card title="Runs" aside="of the last 30 days" isFlush>
          {runs.length === 0 ? (
            <EmptyState title="No run yet">The first one comes at its next slot, or when somebody runs it.</EmptyState>
          ) : (
            <RunTable runs={runs} now={now} />
          )}
        </Card>
        <Pager
          first={isFirstPage ? null : here}
          next={next && `${here}?${new URLSearchParams({ after: next.claimedAt, slot: next.slot })}`}
          nextLabel="Older runs"
        />
      </div>
    </AppShell>
  );
}

function whenText({ cron, zone, everySeconds }: JobView, timeZone: string) {
  return (
    <>
      <code>{cron}</code> in {zone === "workspace" ? timeZone : "UTC"}
      {everySeconds !== undefined && `, and it looks every ${everySeconds} seconds between`}
    </>
  );
}
