import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { requireCaller, requireOversight } from "#app/auth/caller.server.ts";
import { errorsOf } from "#app/auth/form-errors.server.ts";
import { formBeforeStepUp, requireFreshFactor } from "#app/auth/step-up-for.server.ts";
import { AppShell } from "#app/components/app-shell.tsx";
import { Banner } from "#app/components/banner.tsx";
import { CameBack } from "#app/components/came-back.tsx";
import { EmptyState } from "#app/components/empty-state.tsx";
import { EvidenceContents } from "#app/components/evidence-contents.tsx";
import { EvidenceForm } from "#app/components/evidence-form.tsx";
import { ExportTable } from "#app/components/export-table.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { ReloadWhile } from "#app/components/reload-while.tsx";
import { ReportTabs } from "#app/components/report-tabs.tsx";
import { lastQuarters } from "#app/evidence/quarters.ts";
import { ExportForm, typedExport, wantedOf } from "#app/exports/export-form.ts";
import { exportsSeenBy } from "#app/exports/export-sight.server.ts";
import { isOpen } from "#app/exports/export-state.ts";
import { exportViews } from "#app/exports/export-view.server.ts";
import { requestExport } from "#app/exports/request-export.server.ts";
import { shellOf } from "#app/http/shell.server.ts";
import { keyFacts } from "#app/signing/workspace-key.server.ts";
import { findCurrentKey } from "#db/signing-keys.ts";

const packsShown = 50;
const quartersShown = 4;
const day = z.iso.date("Enter a date.");
const PackForm = ExportForm.extend({ from: day, to: day });

export const meta: MetaFunction = () => [{ title: "Evidence packs · MFA Register" }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  const caller = await requireCaller({ request, context });
  requireOversight(caller);
  const { db, now } = context;
  const { id: workspaceId, timeZone } = caller.workspace;
  const returned = await formBeforeStepUp({ request, context }, caller);
  const { from, to } = typedExport(returned ?? new URL(request.url).searchParams);
  const quarters = lastQuarters(now, timeZone, quartersShown);
  const key = await findCurrentKey(db, workspaceId);
  const packs = await exportsSeenBy(db, caller, { kind: "evidence_pack", limit: packsShown });
  return {
    shell: await shellOf(db, caller, now),
    now,
    timeZone,
    quarters,
    isBack: returned !== null,
    typed: from || to ? { from, to } : { from: quarters[0]?.from ?? "", to: quarters[0]?.to ?? "" },
    vkey: key ? keyFacts(key).vkey : null,
    packs: await exportViews(db, caller, packs, now),
  };
}

export async function action({ request, context }: ActionFunctionArgs) {
  const caller = await requireCaller({ request, context });
  requireOversight(caller);
  const { db, now } = context;
  const { id: workspaceId, timeZone } = caller.workspace;
  const form = await request.formData();
  const typed = { ...typedExport(form), kind: "evidence_pack", format: "zip" } as const;
  const refused = (caught: unknown) => {
    const { errors, status } = errorsOf(caught);
    return data({ errors, typed: { from: typed.from, to: typed.to } }, { status });
  };
  const read = PackForm.safeParse(typed);
  if (!read.success) return refused(read.error);
  await requireFreshFactor({ request, context }, { caller, form });
  try {
    const wanted = wantedOf(read.data, { timeZone, shown: [], now });
    return redirect(`/exports/${await requestExport(db, { workspaceId, ...wanted, by: caller, now })}`);
  } catch (caught) {
    return refused(caught);
  }
}

export default function EvidencePacks() {
  const { shell, now, packs, quarters, timeZone, vkey, isBack, ...loaded } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const errors = answer?.errors ?? { form: null, fields: {} };
  return (
    <AppShell shell={shell}>
      <ReloadWhile isRunning={packs.some(isOpen)} />
      <PageHeader
        title="Evidence packs"
        lede="Everything about a period in one signed archive, which an auditor verifies without this server."
      />
      <ReportTabs current="evidence" />
      <CameBack isBack={isBack && !answer} />
      {errors.form && <Banner tone="danger">{errors.form}</Banner>}
      {packs.length > 0 ? (
        <ExportTable exports={packs} now={now} />
      ) : (
        <EmptyState title="No packs yet">Choose a period below; the last quarter is filled in.</EmptyState>
      )}
      <div className="stack mt-4">
        <EvidenceForm
          quarters={quarters}
          typed={answer?.typed ?? loaded.typed}
          errors={errors.fields}
          timeZone={timeZone}
        />
        <EvidenceContents vkey={vkey} />
      </div>
    </AppShell>
  );
}
