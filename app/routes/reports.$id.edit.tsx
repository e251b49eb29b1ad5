import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { requireAdmin, requireCaller } from "#app/auth/caller.server.ts";
import { errorsOf } from "#app/auth/form-errors.server.ts";
import { asksForStepUp, formBeforeStepUp, stepUpFor } from "#app/auth/step-up-for.server.ts";
import { AppShell } from "#app/components/app-shell.tsx";
import { Banner } from "#app/components/banner.tsx";
import { Button, LinkButton } from "#app/components/button.tsx";
import { CameBack } from "#app/components/came-back.tsx";
import { ErrorSummary } from "#app/components/error-summary.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { ReportFields } from "#app/components/report-fields.tsx";
import { pageOf } from "#app/http/page.server.ts";
import { shellOf } from "#app/http/shell.server.ts";
import { changeReport, requireReport } from "#app/scheduled-reports/change-report.server.ts";
import { ReportForm, reportIn, typedIn, typedOf } from "#app/scheduled-reports/report-form.ts";
import { changingBy, possibleReaders } from "#app/scheduled-reports/report-view.server.ts";

const Params = z.object({ id: z.string().min(1) });

export const meta: MetaFunction<typeof loader> = ({ data: loaded }) => [
  { title: `Change ${loaded?.name ?? "a report"} · MFA Register` },
];

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const caller = await requireCaller({ request, context });
  requireAdmin(caller);
  const { db, now } = context;
  return pageOf(async () => {
    const report = await requireReport(db, caller.workspace.id, Params.parse(params).id);
    const form = await formBeforeStepUp({ request, context }, caller);
    const { id, kind, name } = report;
    return {
      shell: await shellOf(db, caller, now),
      ...{ id, kind, name },
      isBack: form !== null,
      typed: form === null ? typedOf({ ...report, ...listsOf(report) }) : typedIn(form),
      people: await possibleReaders(db, caller.workspace.id, now),
      timeZone: caller.workspace.timeZone,
    };
  });
}

const listsOf = ({ userIds, addresses }: { userIds: readonly string[]; addresses: readonly string[] }) => ({
  userIds: [...userIds],
  addresses: [...addresses],
});

export async function action({ request, params, context }: ActionFunctionArgs) {
  const caller = await requireCaller({ request, context });
  requireAdmin(caller);
  const { id } = Params.parse(params);
  const form = await request.formData();
  const refused = (caught: unknown) => {
    const { errors, status } = errorsOf(caught);
    return data({ errors, typed: typedIn(form) }, { status });
  };
  const read = ReportForm.safeParse(reportIn(form));
  if (!read.success) return refused(read.error);
  try {
    await changeReport(changingBy(context, caller), id, read.data);
    return redirect(`/reports/${id}`);
  } catch (caught) {
    if (asksForStepUp(caught)) throw await stepUpFor({ request, context }, { caller, form });
    return refused(caught);
  }
}

export default function EditReport() {
  const { shell, id, kind, name, isBack, typed, people, timeZone } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const fields = answer?.errors.fields ?? {};
  return (
    <AppShell shell={shell}>
      <PageHeader
        title={`Change ${name}`}
        crumbs={[{ label: "Reports", to: "/reports" }, { label: name, to: `/reports/${id}` }, { label: "Change" }]}
      />
      <CameBack isBack={isBack && !answer} />
      {answer?.errors.form && <Banner tone="danger">{answer.errors.form}</Banner>}
      <Form method="post" noValidate>
        <ErrorSummary errors={fields} title="The report was not changed" />
        <ReportFields {...{ kind, people, timeZone }} typed={answer?.typed ?? typed} errors={fields} />
        <p className="row mt-4">
          <Button look="primary">Save</Button>
          <LinkButton look="plain" to={`/reports/${id}`}>
            Cancel
          </LinkButton>
        </p>
      </Form>
    </AppShell>
  );
}
