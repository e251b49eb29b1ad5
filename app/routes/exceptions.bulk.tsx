import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { Form, useActionData, useLoaderData, useSearchParams } from "@remix-run/react";
import { z } from "zod";
import { requireCaller } from "#app/auth/caller.server.ts";
import { refusedForm, wrongFields } from "#app/auth/form-errors.server.ts";
import { formBeforeStepUp } from "#app/auth/step-up-for.server.ts";
import { AppShell } from "#app/components/app-shell.tsx";
import { Banner } from "#app/components/banner.tsx";
import { BulkTable } from "#app/components/bulk-table.tsx";
import { Button, LinkButton } from "#app/components/button.tsx";
import { CameBack } from "#app/components/came-back.tsx";
import { Card } from "#app/components/card.tsx";
import { EmptyState } from "#app/components/empty-state.tsx";
import { ErrorSummary } from "#app/components/error-summary.tsx";
import { ExportLink } from "#app/components/export-link.tsx";
import { type FieldErrors, TextAreaField, TextField } from "#app/components/field.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { selectionQuery } from "#app/exports/selection.ts";
import { shellOf } from "#app/http/shell.server.ts";
import { bulk, previewBulk } from "#app/register/bulk.server.ts";
import { bulkActions, bulkActionsFor, bulkLabels, mostAtOnce } from "#app/register/bulk.ts";
import { BulkWire } from "#app/register/bulk-wire.ts";
import { listRowOf } from "#app/register/list-row.ts";
import { namesFor } from "#app/register/names.server.ts";

export const meta: MetaFunction = () => [{ title: "Ticked records · MFA Register" }];

const Asked = z.object({
  action: z.enum(bulkActions),
  ids: z.array(z.string().min(1).max(40)).transform((ids) => [...new Set(ids)].slice(0, mostAtOnce)),
});

export async function loader({ request, context }: LoaderFunctionArgs) {
  const caller = await requireCaller({ request, context });
  const { db, now } = context;
  const search = new URL(request.url).searchParams;
  const asked = Asked.safeParse({ action: search.get("action"), ids: search.getAll("id") });
  if (!asked.success || !bulkActionsFor(caller.roles).includes(asked.data.action)) throw redirect("/exceptions");
  const ticked = await previewBulk(db, caller, asked.data, now);
  const records = ticked.map(({ record }) => record);
  const names = await namesFor(db, caller.workspace.id, records);
  return {
    shell: await shellOf(db, caller, now),
    action: asked.data.action,
    isBack: (await formBeforeStepUp({ request, context }, caller)) !== null,
    rows: ticked.map(({ record, refusal }) => ({ row: listRowOf(record, { names, lastUsedAt: null, now }), refusal })),
  };
}

export async function action({ request, context }: ActionFunctionArgs) {
  const caller = await requireCaller({ request, context });
  const form = await request.formData();
  const read = BulkWire.safeParse({ ...Object.fromEntries(form), ids: form.getAll("id") });
  if (!read.success) return wrongFields(read.error);
  try {
    return data({ errors: null, answer: await bulk(context.db, caller, read.data, context.now) });
  } catch (caught) {
    return refusedForm(caught);
  }
}

const ledes = {
  remind: "Each owner gets a mail about each of their records, once a day at most.",
  assign_owner:
    "Before a record is decided, this is an edit by whoever filed it, and a rating is given anew. Afterwards an admin does it, and approvals stay.",
  review: "Reviews are held one by one, since each has a reason of its own.",
  export: "Exactly these records, with every field that you may see. The audit log says that you took them.",
} as const;

export default function Bulk() {
  const { shell, action: asked, isBack, rows } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const results = answer && "answer" in answer ? answer.answer : null;
  const able = rows.filter(({ refusal }) => refusal === null).map(({ row }) => row.id);
  return (
    <AppShell shell={shell}>
      <PageHeader
        title={bulkLabels[asked]}
        crumbs={[{ label: "Register", to: "/exceptions" }, { label: bulkLabels[asked] }]}
        lede={ledes[asked]}
      />
      <CameBack isBack={isBack && !answer} />
      {answer?.errors?.form && <Banner tone="danger">{answer.errors.form}</Banner>}
      {results && (
        <Banner tone={results.refused === 0 ? "good" : "caution"}>
          {results.done} done{results.refused > 0 && `, ${results.refused} left as they were`}.
        </Banner>
      )}
      <ErrorSummary errors={answer?.errors?.fields ?? {}} />
      {rows.length === 0 ? (
        <EmptyState title="Nothing is ticked" action={<LinkButton to="/exceptions">Back to the register</LinkButton>}>
          Tick records in the register, then choose what to do with them.
        </EmptyState>
      ) : (
        <div className="stack-wide">
          {!results && <Asking action={asked} able={able} errors={answer?.errors?.fields ?? {}} />}
          <Card title="Ticked records" aside={rows.length} isFlush>
            <BulkTable rows={rows} results={results?.results ?? null} linksToReview={asked === "review"} />
          </Card>
        </div>
      )}
    </AppShell>
  );
}

type AskingProps = { action: (typeof bulkActions)[number]; able: readonly string[]; errors: FieldErrors };

/** What has to be said before it is done; nothing for what is done elsewhere. */
function Asking({ action: asked, able, errors }: AskingProps) {
  const [search] = useSearchParams();
  if (asked === "review") return null;
  if (able.length === 0) return <Banner tone="caution">None of these records can be changed so by you now.</Banner>;
  if (asked === "export") return <ExportLink kind="register" query={selectionQuery(able)} />;
  const ids = able.map((id) => <input key={id} type="hidden" name="id" value={id} />);
  const count = able.length === 1 ? "1 record" : `${able.length} records`;
  return (
    <Card title={`For ${count}`} isAct>
      <Form method="post" action={`/exceptions/bulk?${search}`} className="stack" noValidate>
        <input type="hidden" name="action" value={asked} />
        {ids}
        {asked === "assign_owner" && (
          <TextField
            name="owner_id"
            label="New owner"
            hint="E-mail address or id of somebody in this workspace"
            error={errors.owner_id}
          />
        )}
        <TextAreaField
          name="comment"
          label={asked === "remind" ? "Comment" : "Reason"}
          hint={asked === "remind" ? "Stands in the mail; may be left empty." : "Stands in the log and in the mail."}
          error={errors.comment}
        />
        <Button look="primary">
          {bulkLabels[asked]}: {count}
        </Button>
      </Form>
    </Card>
  );
}
