import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { type Caller, requireCaller } from "#app/auth/caller.server.ts";
import { typedIn } from "#app/break-glass/answer-form.server.ts";
import { answerToForm } from "#app/break-glass/answer-to-form.server.ts";
import { drillSteps } from "#app/break-glass/drill.ts";
import { type DrillView, drillView } from "#app/break-glass/drill-views.server.ts";
import { answerSteps, cancelDrill, finishDrill } from "#app/break-glass/hold-drill.server.ts";
import { DrillEnd, StepAnswers } from "#app/break-glass/use-schemas.ts";
import { AppShell } from "#app/components/app-shell.tsx";
import { Banner } from "#app/components/banner.tsx";
import { Button } from "#app/components/button.tsx";
import { Card } from "#app/components/card.tsx";
import { Confirm } from "#app/components/confirm.tsx";
import { DrillChecklist } from "#app/components/drill-checklist.tsx";
import { DrillResultBadge } from "#app/components/drill-result.tsx";
import { ErrorSummary } from "#app/components/error-summary.tsx";
import { Facts } from "#app/components/facts.tsx";
import { TextAreaField } from "#app/components/field.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { exact } from "#app/components/relative-time.ts";
import { UseLog } from "#app/components/use-log.tsx";
import { pageOf } from "#app/http/page.server.ts";
import { shellOf } from "#app/http/shell.server.ts";
import type { Db } from "#db/connect.ts";

const Params = z.object({ id: z.string().min(1) });
const Sent = z.discriminatedUnion("intent", [
  StepAnswers.extend({ intent: z.literal("answer") }),
  DrillEnd.extend({ intent: z.literal("finish") }),
  z.object({ intent: z.literal("cancel") }),
]);

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const caller = await requireCaller({ request, context });
  const { db, now } = context;
  return pageOf(async () => ({
    shell: await shellOf(db, caller, now),
    now,
    view: await drillView(db, caller, Params.parse(params).id, now),
  }));
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  const caller = await requireCaller({ request, context });
  const { id } = Params.parse(params);
  const form = await request.formData();
  const typed = typedIn(form);
  return answerToForm(typed, Sent.safeParse({ ...typed, steps: stepsIn(form) }), async (sent) => {
    await carryOut(context.db, { caller, id, now: context.now }, sent);
    return `/break-glass/drills/${id}`;
  });
}

/** A step without a result was not answered; its note alone says nothing. */
function stepsIn(form: FormData) {
  return drillSteps
    .filter((step) => form.get(step))
    .map((step) => ({ step, result: form.get(step), note: form.get(`${step}-note`) ?? "" }));
}

function carryOut(
  db: Db,
  one: { caller: Caller; id: string; now: string },
  sent: z.output<typeof Sent>,
): Promise<void> {
  switch (sent.intent) {
    case "answer":
      return answerSteps(db, { ...one, said: sent });
    case "finish":
      return finishDrill(db, { ...one, said: sent });
    case "cancel":
      return cancelDrill(db, one);
    default:
      return sent satisfies never;
  }
}

export const meta: MetaFunction<typeof loader> = ({ data: loaded }) => [
  { title: `Drill, ${loaded?.view.drill.quarter ?? ""} · MFA Register` },
];

export default function DrillPage() {
  const { shell, now, view } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const { drill, names, uses, mayAnswer } = view;
  const errors = answer?.fields ?? {};
  const account = names[drill.userId] ?? "an account";
  return (
    <AppShell shell={shell}>
      <PageHeader
        title={`Drill of ${account}, ${drill.quarter}`}
        crumbs={[
          { label: "Break-glass", to: "/break-glass" },
          { label: "Drills", to: "/break-glass/drills" },
          { label: drill.quarter },
        ]}
        meta={<DrillResultBadge drill={drill} now={now} />}
      />
      {answer?.form && <Banner tone="danger">{answer.form}</Banner>}
      <ErrorSummary errors={errors} />
      <div className="cols">
        <div className="stack-wide">
          <DrillChecklist view={view} errors={errors} />
          {uses.length > 0 && (
            <Card title="What the register has seen" isFlush>
              <UseLog rows={uses} now={now} />
            </Card>
          )}
        </div>
        <div className="rail">
          <Card title="The drill">
            <Facts
              isTight
              facts={[
                { term: "From", detail: exact(drill.startsAt) },
                { term: "To", detail: exact(drill.endsAt) },
                { term: "Signs in", detail: names[drill.signsIn] },
                { term: "Planned by", detail: names[drill.plannedBy] },
                ...(drill.finishedAt
                  ? [
                      { term: "Finished", detail: exact(drill.finishedAt) },
                      { term: "By", detail: drill.finishedBy && names[drill.finishedBy] },
                      { term: "Evidence", detail: drill.evidence },
                    ]
                  : []),
              ]}
            />
          </Card>
          {mayAnswer && <Finish view={view} error={errors.evidence} />}
        </div>
      </div>
    </AppShell>
  );
}

function Finish({ view: { drill, isOther, uses }, error }: { view: DrillView; error: string | undefined }) {
  const left = drillSteps.length - drill.answers.length;
  return (
    <Card title="Finish it">
      <Form method="post" noValidate className="stack">
        <input type="hidden" name="intent" value="finish" />
        {left > 0 && <p className="hint">{left === 1 ? "1 step is" : `${left} steps are`} not answered yet.</p>}
        {!isOther && <p className="hint">You sign in, so somebody else finishes it.</p>}
        <TextAreaField
          name="evidence"
          label="Evidence"
          hint="Where it lies: a ticket, a folder, a signed list"
          error={error}
          rows={2}
        />
        <Button aria-disabled={left > 0 || !isOther || undefined}>Finish the drill</Button>
      </Form>
      {uses.length === 0 && (
        <Confirm label="Call it off" consequence="The window closes at once; a sign-in from now on is unplanned.">
          <Form method="post">
            <input type="hidden" name="intent" value="cancel" />
            <Button look="danger" isSmall>
              Call the drill off
            </Button>
          </Form>
        </Confirm>
      )}
    </Card>
  );
}
