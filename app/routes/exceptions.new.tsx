import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { requireCaller } from "#app/auth/caller.server.ts";
import { AppShell } from "#app/components/app-shell.tsx";
import { IntakeForm } from "#app/components/intake-form.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { issuesByField } from "#app/http/issues.ts";
import { shellOf } from "#app/http/shell.server.ts";
import { begunDraft } from "#app/register/begun-draft.ts";
import { DraftSchema } from "#app/register/exception-schemas.ts";
import { fileException } from "#app/register/file-exception.server.ts";
import { intakeChoices } from "#app/register/intake-choices.server.ts";
import { draftAfter } from "#app/register/intake-form.ts";
import { placeAfter } from "#app/register/place-after.server.ts";
import { Refused } from "#app/register/refused.ts";
import { mayChange } from "#app/register/roles.ts";

export const meta: MetaFunction = () => [{ title: "New exception · MFA Register" }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  const caller = await requireCaller({ request, context });
  if (!mayChange(caller.roles)) throw new Response("Auditors file nothing.", { status: 403 });
  return {
    shell: await shellOf(context.db, caller, context.now),
    choices: await intakeChoices(context.db, caller.workspace.id),
    content: begunDraft(new URL(request.url).searchParams),
  };
}

export async function action({ request, context }: ActionFunctionArgs) {
  const caller = await requireCaller({ request, context });
  const typed = draftAfter("what", await request.formData(), {});
  const draft = DraftSchema.safeParse(typed);
  if (!draft.success) return data({ errors: issuesByField(draft.error), typed }, { status: 400 });
  try {
    const record = await fileException(context.db, {
      workspaceId: caller.workspace.id,
      draft: { ...draft.data, ownerId: caller.user.id },
      requestor: { userId: caller.user.id, roles: caller.roles },
      actor: caller.auditActor,
      now: context.now,
    });
    return redirect(await placeAfter(context.db, record, "what", context.now));
  } catch (caught) {
    if (!(caught instanceof Refused)) throw caught;
    return data(
      { errors: { [String(caught.more.field ?? "title")]: caught.message }, typed },
      { status: caught.status },
    );
  }
}

export default function NewException() {
  const { shell, choices, content } = useLoaderData<typeof loader>();
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
      />
    </AppShell>
  );
}
