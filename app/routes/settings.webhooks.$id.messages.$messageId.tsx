import { type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { requireAdmin, requireCaller, requirePolicyReader } from "#app/auth/caller.server.ts";
import { refusedForm } from "#app/auth/form-errors.server.ts";
import { AppShell } from "#app/components/app-shell.tsx";
import { Banner } from "#app/components/banner.tsx";
import { Button } from "#app/components/button.tsx";
import { Card } from "#app/components/card.tsx";
import { CodeBlock } from "#app/components/code-block.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { exact } from "#app/components/relative-time.ts";
import { WebhookAttempts } from "#app/components/webhook-attempts.tsx";
import { MessageBadge } from "#app/components/webhook-badges.tsx";
import { shellOf } from "#app/http/shell.server.ts";
import { isAdmin } from "#app/register/roles.ts";
import { messageView, requireEndpoint } from "#app/webhooks/endpoint-view.server.ts";
import { replay } from "#app/webhooks/steer-endpoint.server.ts";
import { changingBy } from "#app/webhooks/webhook-access.server.ts";

const Params = z.object({ id: z.string().min(1), messageId: z.string().min(1) });

export const meta: MetaFunction<typeof loader> = ({ data: loaded }) => [
  { title: `${loaded?.message.type ?? "Message"} · MFA Register` },
];

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const caller = await requireCaller({ request, context });
  requirePolicyReader(caller);
  const { id, messageId } = Params.parse(params);
  const { db, now } = context;
  const workspaceId = caller.workspace.id;
  const { description, isEnabled } = await requireEndpoint(db, workspaceId, id);
  return {
    shell: await shellOf(db, caller, now),
    webhook: { id, description },
    mayReplay: isAdmin(caller.roles) && isEnabled,
    message: await messageView(db, { workspaceId, endpointId: id, id: messageId }),
  };
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  const caller = await requireCaller({ request, context });
  requireAdmin(caller);
  const { id, messageId } = Params.parse(params);
  try {
    await replay(changingBy(context, caller), id, { id: messageId });
    return redirect(`/settings/webhooks/${id}/messages/${messageId}`);
  } catch (caught) {
    return refusedForm(caught);
  }
}

export default function WebhookMessagePage() {
  const { shell, webhook, mayReplay, message } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const { id, type, seq, state, body, attempts, createdAt, nextAttemptAt } = message;
  return (
    <AppShell shell={shell}>
      <PageHeader
        title={type}
        crumbs={[
          { label: "Settings" },
          { label: "Webhooks", to: "/settings/webhooks" },
          { label: webhook.description, to: `/settings/webhooks/${webhook.id}` },
          { label: id, canCopy: true },
        ]}
        lede={`Event no. ${seq}, made into a message on ${exact(createdAt)}.`}
        meta={
          <>
            <MessageBadge state={state} />
            {nextAttemptAt && <span>Next attempt {exact(nextAttemptAt)}</span>}
          </>
        }
        actions={
          mayReplay && (
            <Form method="post">
              <Button>Send once more</Button>
            </Form>
          )
        }
      />
      {answer?.errors.form && <Banner tone="danger">{answer.errors.form}</Banner>}
      <div className="stack-wide">
        <WebhookAttempts attempts={attempts} />
        <Card title="What is sent">
          <CodeBlock label="message">{body}</CodeBlock>
        </Card>
      </div>
    </AppShell>
  );
}
