import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { requireAdmin, requireCaller, requirePolicyReader } from "#app/auth/caller.server.ts";
import { refusedForm, wrongFields } from "#app/auth/form-errors.server.ts";
import { AppShell } from "#app/components/app-shell.tsx";
import { Banner } from "#app/components/banner.tsx";
import { Button } from "#app/components/button.tsx";
import { Card } from "#app/components/card.tsx";
import { ErrorSummary } from "#app/components/error-summary.tsx";
import { Facts } from "#app/components/facts.tsx";
import { type FieldErrors, TextAreaField } from "#app/components/field.tsx";
import { OathAuditQuestion } from "#app/components/oath-audit-question.tsx";
import { OathAuditState } from "#app/components/oath-audit-state.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { dateOf, exact } from "#app/components/relative-time.ts";
import { shellOf } from "#app/http/shell.server.ts";
import { answerAudit, closeAudit } from "#app/oath/answer-audit.server.ts";
import { auditQuestions } from "#app/oath/oath-audit.ts";
import { auditView, type OathAuditView } from "#app/oath/oath-view.server.ts";
import { AuditForm } from "#app/oath/token-forms.ts";

const Params = z.object({ id: z.string().min(1) });

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const caller = await requireCaller({ request, context });
  requirePolicyReader(caller);
  const { db, now } = context;
  const view = await auditView(db, caller, Params.parse(params).id, now);
  if (!view) throw new Response("There is no such audit.", { status: 404 });
  return { shell: await shellOf(db, caller, now), now, view };
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  const caller = await requireCaller({ request, context });
  requireAdmin(caller);
  const place = { caller, id: Params.parse(params).id, now: context.now };
  const form = await request.formData();
  const read = AuditForm.safeParse(Object.fromEntries(form));
  const about = form.get("intent") === "answer" ? `${form.get("question")}-` : "";
  if (!read.success) return prefixed(wrongFields(read.error), about);
  try {
    if (read.data.intent === "answer") await answerAudit(context.db, { ...place, ...read.data });
    else await closeAudit(context.db, { ...place, ...read.data });
    return redirect(`/settings/oath/audits/${place.id}`);
  } catch (caught) {
    return refusedForm(caught);
  }
}

/** Every question has a field of its own for the answer, which the summary has to lead to. */
function prefixed({ data: { errors }, init }: ReturnType<typeof refusedForm>, about: string) {
  const fields = Object.fromEntries(Object.entries(errors.fields).map(([name, said]) => [about + name, said]));
  return data({ errors: { ...errors, fields } }, init ?? {});
}

export const meta: MetaFunction<typeof loader> = ({ data: loaded }) => [
  { title: `Audit of ${loaded?.view.audit.quarter ?? "tokens"} · MFA Register` },
];

export default function OathAuditPage() {
  const { shell, now, view } = useLoaderData<typeof loader>();
  const errors = useActionData<typeof action>()?.errors;
  const { audit, names } = view;
  const fields = errors?.fields ?? {};
  return (
    <AppShell shell={shell}>
      <PageHeader
        title={`Audit of OATH tokens, ${audit.quarter}`}
        crumbs={[
          { label: "Settings" },
          { label: "OATH tokens", to: "/settings/oath" },
          { label: "Quarterly audits", to: "/settings/oath/audits" },
          { label: audit.quarter },
        ]}
        lede="The figures are those of the moment at which it was opened; they do not change any more."
        meta={<OathAuditState audit={audit} now={now} />}
      />
      {errors?.form && <Banner tone="danger">{errors.form}</Banner>}
      <ErrorSummary errors={fields} />
      <div className="cols">
        <div className="stack-wide">
          {auditQuestions.map((question) => (
            <OathAuditQuestion
              key={question}
              view={view}
              question={question}
              error={fields[`${question}-note`]}
              now={now}
            />
          ))}
        </div>
        <div className="rail">
          <Card title="The audit">
            <Facts
              facts={[
                { term: "Opened", detail: exact(audit.openedAt) },
                { term: "By", detail: audit.openedBy ? (names[audit.openedBy] ?? "") : "The clock" },
                { term: "Due", detail: dateOf(audit.dueAt) },
                { term: "Answered", detail: `${audit.answers.length} of ${auditQuestions.length}` },
                ...(audit.closedAt
                  ? [
                      { term: "Closed", detail: exact(audit.closedAt) },
                      { term: "By whom", detail: audit.closedBy && (names[audit.closedBy] ?? "") },
                      { term: "Statement", detail: audit.statement },
                      { term: "Evidence", detail: audit.evidence },
                    ]
                  : []),
              ]}
            />
          </Card>
          {view.mayAnswer && <Closing view={view} errors={fields} />}
        </div>
      </div>
    </AppShell>
  );
}

function Closing({ view: { audit }, errors }: { view: OathAuditView; errors: FieldErrors }) {
  const left = auditQuestions.length - audit.answers.length;
  return (
    <Card title="Close it">
      <Form method="post" noValidate className="stack">
        <input type="hidden" name="intent" value="close" />
        {left > 0 && <p className="hint">{left === 1 ? "1 question is" : `${left} questions are`} not answered yet.</p>}
        <TextAreaField
          name="statement"
          label="Statement"
          hint="What the sign-off rests on; it stands above your name"
          error={errors.statement}
          rows={3}
        />
        <TextAreaField
          name="evidence"
          label="Evidence"
          hint="Where it lies: a ticket, a folder, a signed list"
          error={errors.evidence}
          rows={2}
        />
        <Button>Close the audit</Button>
      </Form>
    </Card>
  );
}
