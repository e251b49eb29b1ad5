import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { Form, useActionData, useLoaderData, useNavigation } from "@remix-run/react";
import { z } from "zod";
import { requireAdmin, requireCaller } from "#app/auth/caller.server.ts";
import { refusedForm, wrongFields } from "#app/auth/form-errors.server.ts";
import { AppShell } from "#app/components/app-shell.tsx";
import { Banner } from "#app/components/banner.tsx";
import { Button } from "#app/components/button.tsx";
import { Ticks } from "#app/components/choices.tsx";
import { DirectoryImportReport } from "#app/components/directory-import-report.tsx";
import { DirectoryTabs } from "#app/components/directory-tabs.tsx";
import { ErrorSummary } from "#app/components/error-summary.tsx";
import { ExampleTable } from "#app/components/example-table.tsx";
import { TextAreaField, TextField } from "#app/components/field.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { managingBy } from "#app/directory/directory-access.server.ts";
import { shellOf } from "#app/http/shell.server.ts";
import { importDirectory } from "#app/imports/import-directory.server.ts";

export const meta: MetaFunction = () => [{ title: "Import a directory · MFA Register" }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  const caller = await requireCaller({ request, context });
  requireAdmin(caller);
  return { shell: await shellOf(context.db, caller, context.now) };
}

const ImportForm = z.object({
  text: z.string().trim().min(1, "Choose a file, or paste its lines."),
  partial: z.literal("yes").optional(),
  intent: z.enum(["check", "import"]).default("import"),
});

export async function action({ request, context }: ActionFunctionArgs) {
  const caller = await requireCaller({ request, context });
  requireAdmin(caller);
  const form = Object.fromEntries(await request.formData());
  const { file } = form;
  // Browsers send an empty file where none was chosen.
  const chosen = file instanceof File && file.size > 0 ? { text: await file.text() } : {};
  const read = ImportForm.safeParse({ ...form, ...chosen });
  if (!read.success) return wrongFields(read.error);
  const { text, partial, intent } = read.data;
  try {
    const report = await importDirectory(context.db, text, {
      ...managingBy(caller, context),
      map: {},
      delimiter: text.split("\n", 1)[0]?.includes(";") ? ";" : ",",
      isPartial: partial === "yes",
      isTrial: intent === "check",
    });
    const isDone = intent === "import" && (report.refused.length === 0 || partial === "yes");
    const answer = { errors: null, report, isTrial: intent === "check", isDone };
    return data(answer, { status: intent === "check" || isDone ? 200 : 400 });
  } catch (caught) {
    return refusedForm(caught);
  }
}

const columns = ["kind", "id", "user_name", "name", "external_id", "department", "sso_required", "groups", "roles"];
const example = [
  ["group", "finance", "", "Finance", "", "", "", "", ""],
  ["application", "payroll", "", "Payroll", "", "", "", "", ""],
  ["", "", "ada.finch@example.com", "Ada Finch", "00u1ab2", "Accounts", "true", "finance", ""],
];

export default function ImportDirectory() {
  const { shell } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const isBusy = useNavigation().state === "submitting";
  const errors = answer?.errors?.fields ?? {};
  return (
    <AppShell shell={shell}>
      <PageHeader
        title="Import a directory"
        crumbs={[{ label: "Directory", to: "/directory" }, { label: "Import" }]}
        lede="People, groups, roles, applications and service principals from a CSV file of up to 1 MB. Larger ones go through the console: mfa-register import directory."
      />
      <DirectoryTabs current="import" mayManage />
      {answer?.errors?.form && <Banner tone="danger">{answer.errors.form}</Banner>}
      {answer && "report" in answer && (
        <DirectoryImportReport report={answer.report} isTrial={answer.isTrial} isDone={answer.isDone} />
      )}
      <Form method="post" encType="multipart/form-data" noValidate>
        <ErrorSummary errors={errors} />
        <TextField name="file" type="file" accept=".csv,text/csv" label="File" hint="CSV with a heading line" />
        <TextAreaField name="text" label="Or its lines, pasted" error={errors.text} rows={6} />
        <Ticks
          name="partial"
          legend="If lines are refused"
          choices={[{ value: "yes", label: "Take in the good ones all the same" }]}
          chosen={[]}
        />
        <p className="row">
          <Button name="intent" value="check">
            Check only
          </Button>
          <Button look="primary" name="intent" value="import">
            Import
          </Button>
          <span role="status">{isBusy && "Reading the file…"}</span>
        </p>
      </Form>
      <h2 className="mt-6 mb-3">What a file looks like</h2>
      <ExampleTable
        caption="The columns, with a line for a group, an application and a person"
        columns={columns}
        rows={example}
      />
      <p className="small mt-3">
        A line without a kind is a person, who is known by their address or external id. Groups and roles stand by id or
        name, several with semicolons between them. An empty cell leaves what is known as it is, and nobody is taken out
        of a group. The same file a second time changes nothing.
      </p>
    </AppShell>
  );
}
