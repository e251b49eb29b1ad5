import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { requireCaller } from "#app/auth/caller.server.ts";
import { AppShell } from "#app/components/app-shell.tsx";
import { IntakeForm } from "#app/components/intake-form.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { shellOf } from "#app/http/shell.server.ts";
import { begunDraft } from "#app/register/begun-draft.ts";
import { fileException } from "#app/register/file-exception.server.ts";
import { intakeChoices } from "#app/register/intake-choices.server.ts";
import { knownUserIds } from "#app/register/known-user-ids.server.ts";
import { placeAfter } from "#app/register/place-after.server.ts";
import { formField, readDraft } from "#app/register/read-draft.ts";
import { draftAfter } from "#app/register/read-intake.ts";
import { Refused } from "#app/register/refused.ts";
import { relatedTo } from "#app/register/related.server.ts";
import { noEndYet } from "#app/register/related.ts";
import { mayChange } from "#app/register/roles.ts";

export const meta: MetaFunction = () => [{ title: "New exception · MFA Register" }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  const caller = await requireCaller({ request, context });
  if (!mayChange(caller.roles)) throw new Response("Auditors file nothing.", { status: 403 });
  const { db, now } = context;
  const content = begunDraft(new URL(request.url).searchParams);
  // Whoever begins without naming anybody mostly begins for themselves.
  const users = await knownUserIds(db, caller.workspace.id, content.scope.users);
  const scope = { ...content.scope, users: users.length > 0 ? users : [caller.user.id] };
  return {
    shell: await shellOf(db, caller, now),
    now,
    choices: await intakeChoices(db, caller.workspace),
    content,
    related: await relatedTo(db, caller, { id: null, state: "draft", scope, startsAt: now, endsAt: noEndYet }, now),
  };
}

export async function action({ request, context }: ActionFunctionArgs) {
  const caller = await requireCaller({ request, context });
  const { db, now } = context;
  const form = await request.formData();
  const { timeZone, controls } = await intakeChoices(db, caller.workspace);
  const typed = draftAfter("what", form, {}, { timeZone, controls, now });
  const read = readDraft(typed);
  if (!read.ok) return data({ errors: read.errors, typed }, { status: 400 });
  try {
    const record = await fileException(db, {
      workspaceId: caller.workspace.id,
      draft: { ...read.draft, ownerId: caller.user.id },
      requestor: { userId: caller.user.id, roles: caller.roles },
      actor: caller.auditActor,
      now,
    });
    const isLeaving = form.get("intent") === "leave";
    return redirect(isLeaving ? `/exceptions/${record.id}` : await placeAfter(db, record, "what", now));
  } catch (caught) {
    if (!(caught instanceof Refused)) throw caught;
    const field = formField(String(caught.more.field ?? "title"));
    return data({ errors: { [field]: caught.message }, typed }, { status: caught.status });
  }
}

export default function NewException() {
  const { shell, choices, content, related, now } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  return (
    <AppShell shell={shell}>
      <PageHeader
        title="New exception"
        crumbs={[{ label: "Register", to: "/exceptions" }, { label: "New exception" }]}
        lede="It needs approval by somebody else. Whoever decides, owns or audits it reads what you write."
      />
      <IntakeForm
        step="what"
        id={null}
        content={{ ...content, ...answer?.typed }}
        choices={choices}
        errors={answer?.errors ?? {}}
        related={related}
        now={now}
      />
    </AppShell>
  );
}
