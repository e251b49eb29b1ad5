import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { requireAdmin, requireCaller } from "#app/auth/caller.server.ts";
import { wrongFields } from "#app/auth/form-errors.server.ts";
import { asksForStepUp, formBeforeStepUp, stepUpFor } from "#app/auth/step-up-for.server.ts";
import { AppShell } from "#app/components/app-shell.tsx";
import { Banner } from "#app/components/banner.tsx";
import { Button, LinkButton } from "#app/components/button.tsx";
import { CameBack } from "#app/components/came-back.tsx";
import { Card } from "#app/components/card.tsx";
import { ErrorSummary } from "#app/components/error-summary.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { SkipBadge } from "#app/components/skip-badge.tsx";
import { SkipFields } from "#app/components/skip-fields.tsx";
import { pageOf } from "#app/http/page.server.ts";
import { shellOf } from "#app/http/shell.server.ts";
import { doneCookie } from "#app/register/done.ts";
import { forceSkip } from "#app/register/force-skip.server.ts";
import { ForceSkipForm } from "#app/register/force-skip.ts";
import { forceSkipView } from "#app/register/force-skip-view.server.ts";
import { Refused } from "#app/register/refused.ts";

/** What was typed; no file fields here. */
function typedIn(form: FormData) {
  const applications = form.getAll("applications").map(String);
  return { texts: Object.fromEntries(form) as Record<string, string>, applications };
}

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const caller = await requireCaller({ request, context });
  requireAdmin(caller);
  const { db, now } = context;
  const view = await pageOf(() => forceSkipView(db, caller, { userId: params.id ?? "", now }));
  const form = await formBeforeStepUp({ request, context }, caller);
  return { shell: await shellOf(db, caller, now), now, view, returned: form && typedIn(form) };
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  const caller = await requireCaller({ request, context });
  requireAdmin(caller);
  const form = await request.formData();
  const typed = typedIn(form);
  const read = ForceSkipForm.safeParse({ ...typed.texts, applications: typed.applications });
  if (!read.success) return data({ ...wrongFields(read.error).data, typed }, { status: 400 });
  try {
    const { id } = await forceSkip(context.db, {
      workspaceId: caller.workspace.id,
      userId: params.id ?? "",
      by: caller.actor,
      actor: caller.auditActor,
      asked: read.data,
      now: context.now,
    });
    return redirect(`/exceptions/${id}`, { headers: { "Set-Cookie": doneCookie(id, "grant_emergency") } });
  } catch (caught) {
    if (asksForStepUp(caught)) throw await stepUpFor({ request, context }, { caller, form });
    if (!(caught instanceof Refused)) throw caught;
    const fields: Record<string, string> = {};
    return data({ errors: { form: caught.message, fields }, typed }, { status: caught.status });
  }
}

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [
  { title: `Skip MFA for ${page?.view.user.displayName ?? "a person"} · MFA Register` },
];

export default function SkipMfa() {
  const { shell, now, view, returned } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const { user, skip, skipped, obstacle, applications } = view;
  const errors = answer?.errors.fields ?? {};
  return (
    <AppShell shell={shell}>
      <PageHeader
        title="Skip MFA for now"
        crumbs={[
          { label: "Directory", to: "/directory" },
          { label: user.displayName, to: `/directory/users/${user.id}` },
          { label: "Skip MFA" },
        ]}
        meta={<SkipBadge skip={skip} now={now} />}
        lede={`${user.displayName} (${user.userName}) gets in with the first factor alone, for a day at most. It is an emergency, by your word.`}
      />
      {answer?.errors.form && <Banner tone="danger">{answer.errors.form}</Banner>}
      <CameBack isBack={returned !== null && !answer} />
      <div className="cols">
        <div>
          {obstacle ? (
            <Banner tone="caution">{obstacle}</Banner>
          ) : (
            <Form method="post" noValidate>
              <ErrorSummary errors={errors} title="This was not done" />
              <SkipFields errors={errors} typed={answer?.typed ?? returned} applications={applications} />
              <p className="row">
                <Button look="danger">Skip MFA</Button>
                <LinkButton look="plain" to={`/directory/users/${user.id}`}>
                  Leave it
                </LinkButton>
              </p>
            </Form>
          )}
        </div>
        <div className="rail">
          <Card title="What happens">
            <div className="prose">
              <ul>
                <li>A record of the register is filed in their name and granted by you, at once.</li>
                <li>Everybody whose approval it goes without is told now, and so is the security contact.</li>
                <li>It ends by itself after the hours below, unless they ratify it.</li>
                <li>What the policy calls a floor holds all the same.</li>
                <li>Without ratification there is no second one for a week.</li>
              </ul>
            </div>
          </Card>
          <Card title="Who is skipped">
            <div className="prose">
              <ul>
                {skipped.map(({ group, names }) => (
                  <li key={group}>
                    {group}: {names.join(", ") || "nobody could ratify it"}
                  </li>
                ))}
              </ul>
            </div>
          </Card>
        </div>
      </div>
    </AppShell>
  );
}
