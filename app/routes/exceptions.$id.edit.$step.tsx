import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { type Caller, requireCaller } from "#app/auth/caller.server.ts";
import { AppShell } from "#app/components/app-shell.tsx";
import { IntakeCheck } from "#app/components/intake-check.tsx";
import { IntakeForm } from "#app/components/intake-form.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import type { RequestContext } from "#app/http/load-context.server.ts";
import { pageOf } from "#app/http/page.server.ts";
import { shellOf } from "#app/http/shell.server.ts";
import type { Exception } from "#app/register/exception.ts";
import { materialContent } from "#app/register/exception.ts";
import type { Draft } from "#app/register/exception-schemas.ts";
import { editException } from "#app/register/file-exception.server.ts";
import { gapsFor } from "#app/register/gaps-for.server.ts";
import { intakeChoices } from "#app/register/intake-choices.server.ts";
import { gapsIn, intakeSteps } from "#app/register/intake-form.ts";
import { besideDraft, checkDraft } from "#app/register/intake-view.server.ts";
import { editableStates } from "#app/register/lifecycle.ts";
import { placeAfter } from "#app/register/place-after.server.ts";
import { formField, readDraft } from "#app/register/read-draft.ts";
import { draftAfter } from "#app/register/read-intake.ts";
import { recordView } from "#app/register/record-view.server.ts";
import { refusals } from "#app/register/refusals.ts";
import { Refused } from "#app/register/refused.ts";
import { isAdmin, mayChange } from "#app/register/roles.ts";
import { rulesFor } from "#app/register/rules-for.server.ts";
import { sightOf } from "#app/register/show.server.ts";

const Params = z.object({ id: z.string().min(1), step: z.enum(intakeSteps) });

function paramsOf(params: unknown) {
  const parsed = Params.safeParse(params);
  if (!parsed.success) throw new Response(null, { status: 404 });
  return parsed.data;
}

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const { id, step } = paramsOf(params);
  const caller = await requireCaller({ request, context });
  const { db, now } = context;
  return pageOf(async () => {
    const sight = await sightOf(db, caller, id, now);
    const { record } = sight;
    refuseReader(record, caller);
    const beside = await besideDraft(db, caller, record, now);
    const gaps = await gapsFor(db, record, await rulesFor(db, record), now);
    return {
      shell: await shellOf(db, caller, now),
      now,
      step,
      gaps: step === "check" || new URL(request.url).searchParams.has("checked") ? gaps : [],
      choices: await intakeChoices(db, caller.workspace),
      beside,
      view: await recordView(db, caller, sight, now),
      check: step === "check" ? await checkDraft(db, caller, { record, floor: beside.floor, now }) : null,
      mayReplay: isAdmin(caller.roles),
    };
  });
}

function refuseReader({ requestorId, state }: Exception, caller: Caller): void {
  if (!mayChange(caller.roles)) throw new Refused(403, "auditor", refusals.auditor);
  if (requestorId !== null && requestorId !== caller.user.id)
    throw new Refused(403, "not_requestor", "Only the person who filed it can change it.");
  if (!editableStates.includes(state))
    throw new Refused(400, "not_editable", "It has been decided and cannot be changed.");
}

const Form = z.object({
  version: z.coerce.number().int().catch(0),
  intent: z.enum(["continue", "leave"]).catch("continue"),
});

export async function action({ request, params, context }: ActionFunctionArgs) {
  const { id, step } = paramsOf(params);
  const caller = await requireCaller({ request, context });
  const form = await request.formData();
  const { version, intent } = Form.parse(Object.fromEntries(form));
  const { timeZone, controls } = await intakeChoices(context.db, caller.workspace);
  const reading = { timeZone, controls, now: context.now };
  try {
    const { record } = await sightOf(context.db, caller, id, context.now);
    const typed = draftAfter(step, form, materialContent(record), reading);
    const read = readDraft(typed);
    if (!read.ok) return data({ errors: read.errors, typed }, { status: 400 });
    const saved = await save(context, caller, { id, version, draft: read.draft });
    // The draft is kept either way.
    return redirect(intent === "leave" ? `/exceptions/${id}` : await placeAfter(context.db, saved, step, context.now));
  } catch (caught) {
    if (!(caught instanceof Refused)) throw caught;
    const errors = { [formField(String(caught.more.field ?? "version"))]: caught.message };
    return data({ errors, typed: draftAfter(step, form, {}, reading) }, { status: caught.status });
  }
}

type Save = { id: string; version: number; draft: Draft };

function save({ db, now }: RequestContext, caller: Caller, edit: Save): Promise<Exception> {
  return editException(db, {
    ...edit,
    workspaceId: caller.workspace.id,
    editor: { userId: caller.user.id, roles: caller.roles },
    actor: caller.auditActor,
    now,
  });
}

export const meta: MetaFunction<typeof loader> = ({ data: loaded }) => [
  { title: `Edit ${loaded?.view.record.id ?? ""} · MFA Register` },
];

export default function EditException() {
  const { shell, now, step, gaps, choices, beside, view, check, mayReplay } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const { record } = view;
  return (
    <AppShell shell={shell}>
      <PageHeader
        title={record.title || "Untitled draft"}
        crumbs={[
          { label: "Register", to: "/exceptions" },
          { label: record.id, to: `/exceptions/${record.id}` },
          { label: "Edit" },
        ]}
        lede={record.state === "assessed" ? "A change voids the rating and the approvals given so far." : undefined}
      />
      {step === "check" ? (
        check && <IntakeCheck {...{ view, gaps, check, beside, mayReplay }} />
      ) : (
        <IntakeForm
          key={step}
          step={step}
          id={record.id}
          version={record.version}
          content={{ ...record, ...answer?.typed }}
          choices={choices}
          errors={
            answer?.errors ?? Object.fromEntries(gapsIn(gaps, step).map(({ field, message }) => [field, message]))
          }
          now={now}
          {...beside}
        />
      )}
    </AppShell>
  );
}
