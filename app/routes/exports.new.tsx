import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { type Caller, requireCaller } from "#app/auth/caller.server.ts";
import { errorsOf } from "#app/auth/form-errors.server.ts";
import { formBeforeStepUp, requireFreshFactor } from "#app/auth/step-up-for.server.ts";
import { AppShell } from "#app/components/app-shell.tsx";
import { Banner } from "#app/components/banner.tsx";
import { Button } from "#app/components/button.tsx";
import { CameBack } from "#app/components/came-back.tsx";
import { Card } from "#app/components/card.tsx";
import { ErrorSummary } from "#app/components/error-summary.tsx";
import { ExportFields } from "#app/components/export-fields.tsx";
import { ExportKinds } from "#app/components/export-kinds.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { ExportForm, typedExport, wantedOf } from "#app/exports/export-form.ts";
import { exportKindFacts, exportKinds } from "#app/exports/export-kinds.ts";
import { queryInWords } from "#app/exports/query-in-words.ts";
import { requestExport } from "#app/exports/request-export.server.ts";
import { shellOf } from "#app/http/shell.server.ts";
import { type Column, readColumns, withColumns } from "#app/register/columns.ts";
import type { Db } from "#db/connect.ts";
import { keptExportDays } from "#db/exports.ts";
import { findListSettings } from "#db/list-settings.ts";

const Kind = z.enum(exportKinds);

export const meta: MetaFunction = () => [{ title: "New export · MFA Register" }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  const caller = await requireCaller({ request, context });
  const { db, now } = context;
  const form = await formBeforeStepUp({ request, context }, caller);
  const typed = typedExport(form ?? new URL(request.url).searchParams);
  const kind = Kind.safeParse(typed.kind);
  const isTheirs = kind.success && exportKindFacts[kind.data].isFor(caller.roles);
  return {
    shell: await shellOf(db, caller, now),
    isBack: form !== null,
    kind: isTheirs ? kind.data : null,
    kinds: exportKinds.filter((each) => exportKindFacts[each].isFor(caller.roles)),
    typed,
    filter: queryInWords(withColumns(typed.query, null)),
    shown: await columnsShown(db, caller, typed.query),
    days: await keptExportDays(db, caller.workspace.id),
  };
}

export async function action({ request, context }: ActionFunctionArgs) {
  const caller = await requireCaller({ request, context });
  const { db, now } = context;
  const { id: workspaceId, timeZone } = caller.workspace;
  const form = await request.formData();
  const typed = typedExport(form);
  const refused = (caught: unknown) => {
    const { errors, status } = errorsOf(caught);
    return data({ errors, typed }, { status });
  };
  const read = ExportForm.safeParse(typed);
  if (!read.success) return refused(read.error);
  const { kind, query } = typed;
  await requireFreshFactor(
    { request, context },
    { caller, form, to: `/exports/new?${new URLSearchParams({ kind, query })}` },
  );
  try {
    const shown = await columnsShown(db, caller, query);
    const wanted = wantedOf(read.data, { timeZone, shown, now });
    return redirect(`/exports/${await requestExport(db, { workspaceId, ...wanted, by: caller, now })}`);
  } catch (caught) {
    return refused(caught);
  }
}

/** The columns that the list showed: those that its address asked for, or the person's own. */
async function columnsShown(db: Db, { workspace, user }: Caller, query: string): Promise<readonly Column[]> {
  return readColumns(query) ?? (await findListSettings(db, workspace.id, user.id)).columns;
}

export default function NewExport() {
  const { shell, isBack, kind, kinds, filter, shown, days, ...loaded } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const typed = answer?.typed ?? loaded.typed;
  const errors = answer?.errors ?? { form: null, fields: {} };
  const crumbs = [{ label: "Exports", to: "/exports" }, { label: "New export" }];
  if (kind === null)
    return (
      <AppShell shell={shell}>
        <PageHeader title="New export" crumbs={crumbs} lede="What is to be given out?" />
        <ExportKinds kinds={kinds} />
      </AppShell>
    );
  const { label, hint } = exportKindFacts[kind];
  return (
    <AppShell shell={shell}>
      <PageHeader title={`Export: ${label}`} crumbs={crumbs} lede={hint} />
      <CameBack isBack={isBack && !answer} />
      {errors.form && <Banner tone="danger">{errors.form}</Banner>}
      <Card title="What you get">
        <Form method="post" className="stack" noValidate>
          <ErrorSummary errors={errors.fields} />
          <ExportFields {...{ kind, typed, filter, shown }} errors={errors.fields} />
          <p className="hint">
            It has what you may see, is made beside everything else and kept for {days === 1 ? "a day" : `${days} days`}
            . The audit log says that you asked for it, what was in it and when you fetched it.
          </p>
          <Button look="primary">Make the export</Button>
        </Form>
      </Card>
    </AppShell>
  );
}
