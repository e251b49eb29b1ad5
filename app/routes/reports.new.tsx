import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
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
import { shellOf } from "#app/http/shell.server.ts";
import { addReport } from "#app/scheduled-reports/change-report.server.ts";
import { KindField, ReportForm, reportIn, typedIn, typedOf } from "#app/scheduled-reports/report-form.ts";
import { changingBy, possibleReaders } from "#app/scheduled-reports/report-view.server.ts";
import { kindWords, usualSchedules } from "#app/scheduled-reports/report-words.ts";

export const meta: MetaFunction = () => [{ title: "New report · MFA Register" }];

/** The kind stands in the address, since it says what the form asks. */
function kindIn(request: Request) {
  return KindField.safeParse(new URL(request.url).searchParams.get("kind"));
}

export async function loader({ request, context }: LoaderFunctionArgs) {
  const caller = await requireCaller({ request, context });
  requireAdmin(caller);
  const kind = kindIn(request);
  if (!kind.success) throw redirect("/reports");
  const form = await formBeforeStepUp({ request, context }, caller);
  const blank = { name: kindWords[kind.data].label, ...usualSchedules[kind.data], userIds: [], addresses: [] };
  return {
    shell: await shellOf(context.db, caller, context.now),
    kind: kind.data,
    isBack: form !== null,
    typed: form === null ? typedOf({ ...blank, dueFrom: context.now }) : typedIn(form),
    people: await possibleReaders(context.db, caller.workspace.id, context.now),
    timeZone: caller.workspace.timeZone,
  };
}

export async function action({ request, context }: ActionFunctionArgs) {
  const caller = await requireCaller({ request, context });
  requireAdmin(caller);
  const form = await request.formData();
  const refused = (caught: unknown) => {
    const { errors, status } = errorsOf(caught);
    return data({ errors, typed: typedIn(form) }, { status });
  };
  const kind = kindIn(request);
  const read = ReportForm.safeParse(reportIn(form));
  if (!kind.success) return refused(kind.error);
  if (!read.success) return refused(read.error);
  try {
    const id = await addReport(changingBy(context, caller), { ...read.data, kind: kind.data });
    return redirect(`/reports/${id}`);
  } catch (caught) {
    if (asksForStepUp(caught)) throw await stepUpFor({ request, context }, { caller, form });
    return refused(caught);
  }
}

export default function NewReport() {
  const { shell, kind, isBack, typed, people, timeZone } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const fields = answer?.errors.fields ?? {};
  const { label, text } = kindWords[kind];
  return (
    <AppShell shell={shell}>
      <PageHeader
        title={`New report: ${label.toLowerCase()}`}
        crumbs={[{ label: "Reports", to: "/reports" }, { label: "New" }]}
        lede={text}
      />
      <CameBack isBack={isBack && !answer} />
      {answer?.errors.form && <Banner tone="danger">{answer.errors.form}</Banner>}
      <Form method="post" noValidate>
        <ErrorSummary errors={fields} title="The report was not added" />
        <ReportFields {...{ kind, people, timeZone }} typed={answer?.typed ?? typed} errors={fields} />
        <p className="row mt-4">
          <Button look="primary">Add the report</Button>
          <LinkButton look="plain" to="/reports">
            Cancel
          </LinkButton>
        </p>
      </Form>
    </AppShell>
  );
}
