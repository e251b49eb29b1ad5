import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { Plus } from "lucide-react";
import { z } from "zod";
import { requireAdmin, requireCaller } from "#app/auth/caller.server.ts";
import { AppShell } from "#app/components/app-shell.tsx";
import { Button, LinkButton } from "#app/components/button.tsx";
import { Card } from "#app/components/card.tsx";
import { EmptyState } from "#app/components/empty-state.tsx";
import { ErrorSummary } from "#app/components/error-summary.tsx";
import { ExportTable } from "#app/components/export-table.tsx";
import { TextField } from "#app/components/field.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { Pager } from "#app/components/pager.tsx";
import { ReloadWhile } from "#app/components/reload-while.tsx";
import { ReportTabs } from "#app/components/report-tabs.tsx";
import { exportsSeenBy } from "#app/exports/export-sight.server.ts";
import { isOpen } from "#app/exports/export-state.ts";
import { exportViews } from "#app/exports/export-view.server.ts";
import { KeptDays, keepExports, mostKeptDays } from "#app/exports/keep-exports.server.ts";
import { issuesByField } from "#app/http/issues.ts";
import { shellOf } from "#app/http/shell.server.ts";
import { keptExportDays } from "#db/exports.ts";

const rowsInPage = 50;
const Query = z.object({
  before: z.string().max(40).catch("").default(""),
  id: z.string().max(60).catch("").default(""),
});
const Kept = z.object({ days: KeptDays });

export const meta: MetaFunction = () => [{ title: "Exports · MFA Register" }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  const caller = await requireCaller({ request, context });
  const { db, now } = context;
  const { before, id } = Query.parse(Object.fromEntries(new URL(request.url).searchParams));
  const after = before && id ? { createdAt: before, id } : null;
  const found = await exportsSeenBy(db, caller, { after, limit: rowsInPage + 1 });
  const page = found.slice(0, rowsInPage);
  const last = page.at(-1);
  return {
    shell: await shellOf(db, caller, now),
    now,
    exports: await exportViews(db, caller, page, now),
    days: await keptExportDays(db, caller.workspace.id),
    mostDays: mostKeptDays,
    isFirstPage: after === null,
    next:
      found.length > rowsInPage && last
        ? `/exports?${new URLSearchParams({ before: last.createdAt, id: last.id })}`
        : null,
  };
}

export async function action({ request, context }: ActionFunctionArgs) {
  const caller = await requireCaller({ request, context });
  requireAdmin(caller);
  const form = Object.fromEntries(await request.formData());
  const read = Kept.safeParse(form);
  if (!read.success)
    return data({ errors: issuesByField(read.error), typed: String(form.days ?? "") }, { status: 400 });
  await keepExports(context.db, caller, read.data.days, context.now);
  return redirect("/exports");
}

export default function Exports() {
  const { shell, now, exports, days, mostDays, isFirstPage, next } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const errors = answer?.errors ?? {};
  return (
    <AppShell shell={shell}>
      <ReloadWhile isRunning={exports.some(isOpen)} />
      <PageHeader
        title="Exports"
        lede={`Files that were given out, each with its hash in the audit log. A file is kept for ${days === 1 ? "a day" : `${days} days`}.`}
        actions={
          <LinkButton look="primary" to="/exports/new">
            <Plus aria-hidden="true" /> New export
          </LinkButton>
        }
      />
      {shell.seesAudit && <ReportTabs current="exports" />}
      {exports.length > 0 ? (
        <ExportTable exports={exports} now={now} />
      ) : (
        <EmptyState title="No exports yet" action={<LinkButton to="/exports/new">Make the first one</LinkButton>}>
          The register, the audit log and whatever else you may see, as a file.
        </EmptyState>
      )}
      <Pager first={isFirstPage ? null : "/exports"} firstLabel="Newest" next={next} nextLabel="Older" />
      {shell.isAdmin && (
        <div className="mt-4">
          <Card title="How long files are kept">
            <Form method="post" className="stack" noValidate>
              <ErrorSummary errors={errors} />
              <TextField
                name="days"
                label="Days"
                hint={`1 to ${mostDays}, for files that are made from now on. The record that they were given out stays.`}
                type="number"
                min={1}
                max={mostDays}
                defaultValue={answer?.typed ?? days}
                error={errors.days}
              />
              <Button>Save</Button>
            </Form>
          </Card>
        </div>
      )}
    </AppShell>
  );
}
