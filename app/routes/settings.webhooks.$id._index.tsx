import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { requireAdmin, requireCaller, requirePolicyReader } from "#app/auth/caller.server.ts";
import { errorsOf } from "#app/auth/form-errors.server.ts";
import { formBeforeStepUp, requireFreshFactor } from "#app/auth/step-up-for.server.ts";
import { AppShell } from "#app/components/app-shell.tsx";
import { Banner } from "#app/components/banner.tsx";
import { LinkButton } from "#app/components/button.tsx";
import { CameBack } from "#app/components/came-back.tsx";
import { EmptyState } from "#app/components/empty-state.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { Pager } from "#app/components/pager.tsx";
import { Tabs } from "#app/components/tabs.tsx";
import { WebhookActions } from "#app/components/webhook-actions.tsx";
import { WebhookBadge } from "#app/components/webhook-badges.tsx";
import { WebhookFacts } from "#app/components/webhook-facts.tsx";
import { WebhookLog } from "#app/components/webhook-log.tsx";
import { WebhookSecret } from "#app/components/webhook-secret.tsx";
import { shellOf } from "#app/http/shell.server.ts";
import { isAdmin } from "#app/register/roles.ts";
import { WebhookCommandForm } from "#app/webhooks/endpoint-form.ts";
import { logPage, requireEndpoint, shownEndpoint } from "#app/webhooks/endpoint-view.server.ts";
import { giveCommand } from "#app/webhooks/give-command.server.ts";
import { messageStates } from "#app/webhooks/message.ts";
import { changingBy } from "#app/webhooks/webhook-access.server.ts";
import { disabledTexts, messageLabels } from "#app/webhooks/webhook-words.ts";

const Params = z.object({ id: z.string().min(1) });
const Query = z.object({
  state: z.enum(messageStates).nullable().catch(null).default(null),
  before: z.coerce.number().int().positive().nullable().catch(null).default(null),
});

export const meta: MetaFunction<typeof loader> = ({ data: loaded }) => [
  { title: `${loaded?.webhook.description ?? "Webhook"} · MFA Register` },
];

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const caller = await requireCaller({ request, context });
  requirePolicyReader(caller);
  const { db, now } = context;
  const endpoint = await requireEndpoint(db, caller.workspace.id, Params.parse(params).id);
  const query = Query.parse(Object.fromEntries(new URL(request.url).searchParams));
  return {
    shell: await shellOf(db, caller, now),
    now,
    query,
    mayChange: isAdmin(caller.roles) && endpoint.removedAt === null,
    webhook: shownEndpoint(endpoint),
    log: await logPage(db, caller.workspace.id, { endpointId: endpoint.id, ...query }),
    isBack: (await formBeforeStepUp({ request, context }, caller)) !== null,
  };
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  const caller = await requireCaller({ request, context });
  requireAdmin(caller);
  const { id } = Params.parse(params);
  const form = await request.formData();
  const refused = (caught: unknown) => {
    const { errors, status } = errorsOf(caught);
    return data({ errors, done: null, secret: null }, { status });
  };
  const read = WebhookCommandForm.safeParse(Object.fromEntries(form));
  if (!read.success) return refused(read.error);
  if (read.data.intent === "rotate") await requireFreshFactor({ request, context }, { caller, form });
  try {
    return data({ errors: null, ...(await giveCommand(changingBy(context, caller), id, read.data)) });
  } catch (caught) {
    return refused(caught);
  }
}

export default function WebhookPage() {
  const { shell, now, query, mayChange, webhook, log, isBack } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const { id, description, format } = webhook;
  const to = (over: Record<string, string>) =>
    `/settings/webhooks/${id}?${new URLSearchParams({ ...(query.state && { state: query.state }), ...over })}`;
  return (
    <AppShell shell={shell}>
      <PageHeader
        title={description}
        crumbs={[{ label: "Settings" }, { label: "Webhooks", to: "/settings/webhooks" }, { label: description }]}
        meta={<WebhookBadge {...webhook} />}
        actions={mayChange && <LinkButton to={`/settings/webhooks/${id}/edit`}>Change</LinkButton>}
      />
      <CameBack isBack={isBack && !answer} />
      {answer?.errors?.form && <Banner tone="danger">{answer.errors.form}</Banner>}
      {answer?.done && <Banner tone="good">{answer.done}</Banner>}
      {webhook.disabledFor && (
        <Banner tone="caution">Nothing is sent to it. {disabledTexts[webhook.disabledFor]}</Banner>
      )}
      <WebhookSecret secret={answer?.secret ?? null} isSigned={format === "standard"} />
      <div className="cols">
        <div>
          <h2>Delivery log</h2>
          <Tabs
            label="Delivery log"
            tabs={[
              { to: `/settings/webhooks/${id}`, label: "All", isCurrent: query.state === null },
              ...messageStates.map((state) => ({
                to: `/settings/webhooks/${id}?state=${state}`,
                label: messageLabels[state],
                isCurrent: query.state === state,
              })),
            ]}
          />
          {log.messages.length > 0 ? (
            <WebhookLog messages={log.messages} endpointId={id} isEnabled={webhook.isEnabled} now={now} />
          ) : (
            <EmptyState title="Nothing here">Messages are kept for 30 days.</EmptyState>
          )}
          <Pager
            first={query.before ? to({}) : null}
            firstLabel="Newest"
            next={log.next ? to({ before: String(log.next) }) : null}
            nextLabel="Older"
          />
        </div>
        <div className="rail">
          <WebhookFacts webhook={webhook} now={now} />
          {mayChange && <WebhookActions webhook={webhook} now={now} errors={answer?.errors?.fields ?? {}} />}
        </div>
      </div>
    </AppShell>
  );
}
