import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";
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
import { shellOf } from "#app/http/shell.server.ts";
import { changeEndpoint } from "#app/webhooks/change-endpoint.server.ts";
import { typedOfEndpoint, typedWebhook, WebhookForm } from "#app/webhooks/endpoint-form.ts";
import { eventChoices, requireEndpoint } from "#app/webhooks/endpoint-view.server.ts";
import { judgeUrl } from "#app/webhooks/judged-url.server.ts";
import { changingBy } from "#app/webhooks/webhook-access.server.ts";

const Params = z.object({ id: z.string().min(1) });

export const meta: MetaFunction<typeof loader> = ({ data: loaded }) => [
  { title: `${loaded?.description ?? "Webhook"} · MFA Register` },
];

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const caller = await requireCaller({ request, context });
  requireAdmin(caller);
  const endpoint = await requireEndpoint(context.db, caller.workspace.id, Params.parse(params).id);
  const form = await formBeforeStepUp({ request, context }, caller);
  const { id, description, shownUrl } = endpoint;
  return {
    shell: await shellOf(context.db, caller, context.now),
    ...{ id, description, shownUrl },
    isBack: form !== null,
    typed: form === null ? typedOfEndpoint(endpoint) : typedWebhook(form),
    choices: eventChoices(),
  };
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  const caller = await requireCaller({ request, context });
  requireAdmin(caller);
  const { id } = Params.parse(params);
  const form = await request.formData();
  const refused = ({ errors, status }: { errors: FormErrors; status: number }) =>
    data({ errors, typed: typedWebhook(form) }, { status });
  const read = WebhookForm.safeParse(Object.fromEntries(form));
  if (!read.success) return refused(errorsOf(read.error));
  await requireFreshFactor({ request, context }, { caller, form });
  const { url, ...content } = read.data;
  try {
    const moved = url === "" ? {} : { judged: await judgeUrl(context.outside, url) };
    await changeEndpoint(changingBy(context, caller), id, { ...content, ...moved });
    return redirect(`/settings/webhooks/${id}`);
  } catch (caught) {
    return refused(errorsOf(caught));
  }
}

export default function EditWebhook() {
  const { shell, id, description, shownUrl, isBack, typed, choices } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const fields = answer?.errors.fields ?? {};
  const page = `/settings/webhooks/${id}`;
  return (
    <AppShell shell={shell}>
      <PageHeader
        title={`Change ${description}`}
        crumbs={[
          { label: "Settings" },
          { label: "Webhooks", to: "/settings/webhooks" },
          { label: description, to: page },
          { label: "Change" },
        ]}
      />
      <CameBack isBack={isBack && !answer} />
      {answer?.errors.form && <Banner tone="danger">{answer.errors.form}</Banner>}
      <Form method="post" noValidate>
        <ErrorSummary errors={fields} title="The webhook was not changed" />
        <WebhookFields typed={answer?.typed ?? typed} errors={fields} shownUrl={shownUrl} {...choices} />
        <p className="row mt-4">
          <Button look="primary">Save</Button>
          <LinkButton look="plain" to={page}>
            Cancel
          </LinkButton>
        </p>
      </Form>
    </AppShell>
  );
}
