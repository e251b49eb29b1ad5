import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { Form, useActionData, useLoaderData, useNavigation } from "@remix-run/react";
import { z } from "zod";
import { requireAdmin, requireCaller } from "#app/auth/caller.server.ts";
import { refusedForm, wrongFields } from "#app/auth/form-errors.server.ts";
import { requireFreshFactor } from "#app/auth/step-up-for.server.ts";
import { AppShell } from "#app/components/app-shell.tsx";
import { Banner } from "#app/components/banner.tsx";
import { Button } from "#app/components/button.tsx";
import { ErrorSummary } from "#app/components/error-summary.tsx";
import { ExampleTable } from "#app/components/example-table.tsx";
import { TextAreaField, TextField } from "#app/components/field.tsx";
import { OathImportReport } from "#app/components/oath-import-report.tsx";
import { OathTabs } from "#app/components/oath-tabs.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { managingBy } from "#app/directory/directory-access.server.ts";
import { shellOf } from "#app/http/shell.server.ts";
import { importTokens } from "#app/oath/import-tokens.server.ts";
import { seedFields } from "#app/oath/seed-sheet.ts";

export const meta: MetaFunction = () => [{ title: "Import tokens · MFA Register" }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  const caller = await requireCaller({ request, context });
  requireAdmin(caller);
  // Asked for first: a file cannot be kept while somebody is away to use a factor.
  await requireFreshFactor({ request, context }, { caller });
  return { shell: await shellOf(context.db, caller, context.now), me: caller.user.userName };
}

const ImportForm = z.object({
  secretLines: z.string().trim().min(1, "Choose a file, or paste its lines.").max(1_000_000),
  seedHolder: z.string().trim().min(1, "Say who holds the seed file.").max(320),
  seedPlace: z.string().trim().min(1, "Say where the seed file lies.").max(200),
  intent: z.enum(["check", "import"]).default("import"),
});

export async function action({ request, context }: ActionFunctionArgs) {
  const caller = await requireCaller({ request, context });
  requireAdmin(caller);
  await requireFreshFactor({ request, context }, { caller });
  const form = Object.fromEntries(await request.formData());
  const { file } = form;
  // Browsers send an empty file where none was chosen.
  const chosen = file instanceof File && file.size > 0 ? { secretLines: await file.text() } : {};
  const read = ImportForm.safeParse({ ...form, ...chosen });
  if (!read.success) return wrongFields(read.error);
  const { secretLines, intent, ...custody } = read.data;
  const isTrial = intent === "check";
  try {
    const importing = { ...managingBy(caller, context), ...custody, secrets: context.secrets, isTrial };
    const report = await importTokens(context.db, secretLines, importing);
    return data({ errors: null, report, isTrial }, { status: report.refused.length > 0 ? 400 : 200 });
  } catch (caught) {
    return refusedForm(caught);
  }
}

const example = [
  ["KT-40071", "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", "Key-ring token", "30", "6", "SHA1", "2029-06-30"],
  ["KT-40072", "3132333435363738393031323334353637383930", "Card", "60", "8", "SHA256", ""],
];

export default function ImportTokens() {
  const { shell, me } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const isBusy = useNavigation().state === "submitting";
  const errors = answer?.errors?.fields ?? {};
  return (
    <AppShell shell={shell}>
      <PageHeader
        title="Import hardware tokens"
        crumbs={[{ label: "Settings" }, { label: "OATH tokens", to: "/settings/oath" }, { label: "Import" }]}
        lede="The seed file that came with the tokens, as CSV with at most 1,000 of them. All of it is taken in, or nothing."
      />
      <OathTabs current="import" mayManage />
      {answer?.errors?.form && <Banner tone="danger">{answer.errors.form}</Banner>}
      {answer && "report" in answer && <OathImportReport report={answer.report} isTrial={answer.isTrial} />}
      <Form method="post" encType="multipart/form-data" noValidate className="mt-4">
        <ErrorSummary errors={errors} />
        <TextField
          name="file"
          type="file"
          accept=".csv,text/csv"
          label="File"
          hint="CSV with a heading line; the seeds in base 32 or hexadecimal"
        />
        <TextAreaField
          name="secretLines"
          label="Or its lines, pasted"
          error={errors.secretLines}
          rows={5}
          autoComplete="off"
          spellCheck={false}
        />
        <TextField
          name="seedHolder"
          type="email"
          label="Who holds the seed file from now on"
          hint="Their address in the directory"
          defaultValue={me}
          error={errors.seedHolder}
        />
        <TextField
          name="seedPlace"
          label="Where it lies"
          hint="Such as a sealed envelope in the safe; it is no longer needed by the register"
          error={errors.seedPlace}
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
      <ExampleTable caption="The columns, with a line for two tokens" columns={seedFields} rows={example} />
      <p className="small mt-3">
        Only the serial number and the secret are needed. Codes have 6 digits, last 30 seconds and are made with SHA-1
        unless the file says otherwise. Seeds are encrypted before they are stored, and no page or export shows them
        again.
      </p>
    </AppShell>
  );
}
