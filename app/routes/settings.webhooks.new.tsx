import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { requireAdmin, requireCaller } from "#app/auth/caller.server.ts";
import { errorsOf, type FormErrors } from "#app/auth/form-errors.server.ts";
import { formBeforeStepUp, requireFreshFactor } from "#app/auth/step-up-for.server.ts";
import { AppShell } from "#app/components/app-shell.tsx";
import { Banner } from "#app/components/banner.tsx";
import { Button, LinkButton } from "#app/components/button.tsx";
import { CameBack } from "#app/components/came-back.tsx";
import { ErrorSummary } from "#app/components/error-summary.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { WebhookFields } from "#app/components/webhook-fields.tsx";
import { WebhookSecret } from "#app/components/webhook-secret.tsx";
import { shellOf } from "#app/http/shell.server.ts";
import { addEndpoint } from "#app/webhooks/change-endpoint.server.ts";
import { blankWebhook, NewWebhookForm, typedWebhook } from "#app/webhooks/endpoint-form.ts";
import { eventChoices } from "#app/webhooks/endpoint-view.server.ts";
import { judgeUrl } from "#app/webhooks/judged-url.server.ts";
import { changingBy } from "#app/webhooks/webhook-access.server.ts";

export const meta: MetaFunction = () => [{ title: "New webhook · MFA Register" }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  const caller = await requireCaller({ request, context });
  requireAdmin(caller);
  const form = await formBeforeStepUp({ request, context }, caller);
  return {
    shell: await shellOf(context.db, caller, context.now),
    isBack: form !== null,
    typed: form === null ? blankWebhook : typedWebhook(form),
    choices: eventChoices(),
  };
}

export async function action({ request, context }: ActionFunctionArgs) {
  const caller = await requireCaller({ request, context });
  requireAdmin(caller);
  const form = await request.formData();
  const read = NewWebhookForm.safeParse(Object.fromEntries(form));
  const refused = ({ errors, status }: { errors: FormErrors; status: number }) =>
    data({ errors, typed: typedWebhook(form), added: null }, { status });
  if (!read.success) return refused(errorsOf(read.error));
  await requireFreshFactor({ request, context }, { caller, form });
  const { url, ...content } = read.data;
  try {
    const judged = await judgeUrl(context.outside, url);
    const { endpoint, secret } = await addEndpoint(changingBy(context, caller), { ...content, judged });
    const added = {
      id: endpoint.id,
      description: endpoint.description,
      secret,
      isSigned: endpoint.format === "standard",
    };
    return data({ errors: null, typed: null, added });
  } catch (caught) {
    return refused(errorsOf(caught));
  }
}

export default function NewWebhook() {
  const { shell, isBack, typed, choices } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const fields = answer?.errors?.fields ?? {};
  const added = answer?.added ?? null;
  const crumbs = [
    { label: "Settings" },
    { label: "Webhooks", to: "/settings/webhooks" },
    { label: added?.description ?? "New webhook" },
  ];
  return (
    <AppShell shell={shell}>
      <PageHeader title={added ? `${added.description} was added` : "New webhook"} crumbs={crumbs} />
      {added ? (
        <>
          <WebhookSecret {...added} />
          <p>It is told what happens from now on. Send it a test from its page.</p>
          <LinkButton look="primary" to={`/settings/webhooks/${added.id}`}>
            Open the webhook
          </LinkButton>
        </>
      ) : (
        <>
          <CameBack isBack={isBack && !answer} />
          {answer?.errors?.form && <Banner tone="danger">{answer.errors.form}</Banner>}
          <Form method="post" noValidate>
            <ErrorSummary errors={fields} title="The webhook was not added" />
            <WebhookFields typed={answer?.typed ?? typed} errors={fields} shownUrl={null} {...choices} />
            <p className="row mt-4">
              <Button look="primary">Add the webhook</Button>
              <LinkButton look="plain" to="/settings/webhooks">
                Cancel
              </LinkButton>
            </p>
          </Form>
        </>
      )}
    </AppShell>
  );
}
