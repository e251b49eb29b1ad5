import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { requireCaller, requirePolicyReader } from "#app/auth/caller.server.ts";
import { AppShell } from "#app/components/app-shell.tsx";
import { Banner } from "#app/components/banner.tsx";
import { JobTable } from "#app/components/job-table.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { shellOf } from "#app/http/shell.server.ts";
import { jobsView } from "#app/job-runs/jobs-view.server.ts";

export async function loader({ request, context }: LoaderFunctionArgs) {
  const caller = await requireCaller({ request, context });
  requirePolicyReader(caller);
  const { db, now, runner } = context;
  const { workspace } = caller;
  return {
    shell: await shellOf(db, caller, now),
    jobs: await jobsView(db, runner.jobs, { workspace, now }),
    timeZone: workspace.timeZone,
    now,
  };
}

export const meta: MetaFunction = () => [{ title: "Jobs · MFA Register" }];

export default function Jobs() {
  const { shell, jobs, timeZone, now } = useLoaderData<typeof loader>();
  const failing = jobs.filter((job) => job.failing > 0);
  return (
    <AppShell shell={shell}>
      <PageHeader
        title="Jobs"
        crumbs={[{ label: "Settings" }, { label: "Jobs" }]}
        lede="What runs by the clock: it records, reminds and tells. Exceptions end by themselves, whether or not any of it runs."
      />
      {failing.length > 0 && (
        <Banner tone="caution">
          Something fails in {failing.map(({ name }) => name).join(", ")}. It is tried again by itself, and the rest
          goes on.
        </Banner>
      )}
      <JobTable jobs={jobs} now={now} timeZone={timeZone} />
      <p className="small mt-3">Next runs are shown in the time zone of the workspace, {timeZone}, and in UTC.</p>
    </AppShell>
  );
}
