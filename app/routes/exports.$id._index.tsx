import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { Form, Link, useActionData, useLoaderData } from "@remix-run/react";
import { Download } from "lucide-react";
import { z } from "zod";
import { requireCaller } from "#app/auth/caller.server.ts";
import { refusedForm } from "#app/auth/form-errors.server.ts";
import { requireFreshFactor } from "#app/auth/step-up-for.server.ts";
import { AppShell } from "#app/components/app-shell.tsx";
import { Banner } from "#app/components/banner.tsx";
import { Button } from "#app/components/button.tsx";
import { Card } from "#app/components/card.tsx";
import { CopyButton } from "#app/components/copy-button.tsx";
import { ExportProgress } from "#app/components/export-progress.tsx";
import { ExportStateBadge } from "#app/components/export-state.tsx";
import { Facts } from "#app/components/facts.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { exact } from "#app/components/relative-time.ts";
import { ReloadWhile } from "#app/components/reload-while.tsx";
import { shownSize } from "#app/components/shown-size.ts";
import { When } from "#app/components/when.tsx";
import { cancelExport, resumeExport } from "#app/exports/end-export.server.ts";
import { exportSeenBy, refuseCancelling, refuseResuming } from "#app/exports/export-sight.server.ts";
import { isOpen } from "#app/exports/export-state.ts";
import { type ExportView, exportViews } from "#app/exports/export-view.server.ts";
import { pageOf } from "#app/http/page.server.ts";
import { shellOf } from "#app/http/shell.server.ts";

const Params = z.object({ id: z.string().min(1) });
const Asked = z.object({ do: z.enum(["cancel", "resume"]) });

export const meta: MetaFunction = () => [{ title: "Export · MFA Register" }];

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const caller = await requireCaller({ request, context });
  const { db, now } = context;
  const found = await pageOf(() => exportSeenBy(db, caller, Params.parse(params).id));
  const [view] = await exportViews(db, caller, [found], now);
  return { shell: await shellOf(db, caller, now), now, view: view as ExportView }; // cast: one for one
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  const caller = await requireCaller({ request, context });
  const { db, now } = context;
  const found = await pageOf(() => exportSeenBy(db, caller, Params.parse(params).id));
  const asked = Asked.safeParse(Object.fromEntries(await request.formData()));
  if (!asked.success) return data({ errors: { form: "Choose what to do.", fields: {} } }, { status: 400 });
  const isCancelling = asked.data.do === "cancel";
  try {
    const refusal = isCancelling ? refuseCancelling(found, caller) : refuseResuming(found, caller);
    if (refusal) throw refusal;
    if (isCancelling) await cancelExport(db, found, caller, now);
    else {
      await requireFreshFactor({ request, context }, { caller });
      await resumeExport(db, found, caller, now);
    }
    return redirect(`/exports/${found.id}`);
  } catch (caught) {
    return refusedForm(caught);
  }
}

export default function ExportPage() {
  const { shell, now, view } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const { id, title, state, who, fault, whyNot, sha256, rows, bytes } = view;
  return (
    <AppShell shell={shell}>
      <ReloadWhile isRunning={isOpen(view)} />
      <PageHeader
        title={title}
        crumbs={[{ label: "Exports", to: "/exports" }, { label: "Export" }]}
        meta={
          <>
            <ExportStateBadge state={state} />
            <span>asked for by {who}</span>
            <span>{exact(view.createdAt)}</span>
          </>
        }
        actions={<Actions view={view} />}
      />
      {answer?.errors.form && <Banner tone="danger">{answer.errors.form}</Banner>}
      {fault && <Banner tone="danger">{fault}</Banner>}
      {whyNot && <Banner tone="info">{whyNot}</Banner>}
      <div className="stack-wide">
        {(isOpen(view) || state === "cancelled" || state === "failed") && (
          <Card title="Progress">
            <ExportProgress {...view} />
          </Card>
        )}
        <Card title="What is in it">
          <Facts
            facts={[
              { term: "Rows", detail: rows?.toLocaleString("en-GB") },
              { term: "Which", detail: view.filter },
              ...(view.asOf ? [{ term: "As of", detail: exact(view.asOf) }] : []),
              ...(view.period
                ? [{ term: "Period", detail: `${exact(view.period.from)} to ${exact(view.period.to)}` }]
                : []),
              { term: "File", detail: bytes === null ? view.fileName : `${view.fileName}, ${shownSize(bytes)}` },
              { term: "SHA-256", detail: sha256 && <Hash sha256={sha256} /> },
              ...(state === "done" ? [{ term: "Kept until", detail: <When at={view.expiresAt} now={now} /> }] : []),
              ...(shell.seesAudit
                ? [{ term: "Log", detail: <Link to={`/audit?subject=${id}`}>Its events in the audit log</Link> }]
                : []),
            ]}
          />
        </Card>
        {sha256 && (
          <p className="hint">
            The same hash stands in the audit log. <code>sha256sum {view.fileName}</code> shows whether a copy of the
            file is still what was given out.
          </p>
        )}
      </div>
    </AppShell>
  );
}

function Hash({ sha256 }: { sha256: string }) {
  return (
    <>
      <code className="break-all">{sha256}</code> <CopyButton text={sha256} label="Copy the SHA-256" />
    </>
  );
}

function Actions({ view }: { view: ExportView }) {
  if (view.canFetch)
    return (
      <a className="btn primary" href={`/exports/${view.id}/file`}>
        <Download aria-hidden="true" /> Download
      </a>
    );
  if (!view.mayCancel && !view.mayResume) return null;
  return (
    <Form method="post">
      {view.mayCancel ? (
        <Button name="do" value="cancel" look="dangerQuiet">
          Cancel the export
        </Button>
      ) : (
        <Button name="do" value="resume" look="primary">
          {view.done > 0 ? "Go on with it" : "Try again"}
        </Button>
      )}
    </Form>
  );
}
