import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { requireCaller, requirePolicyReader } from "#app/auth/caller.server.ts";
import { AppShell } from "#app/components/app-shell.tsx";
import { LinkButton } from "#app/components/button.tsx";
import { EmptyState } from "#app/components/empty-state.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { relative } from "#app/components/relative-time.ts";
import { TableBox } from "#app/components/table-box.tsx";
import { WebhookBadge } from "#app/components/webhook-badges.tsx";
import { shellOf } from "#app/http/shell.server.ts";
import { isAdmin } from "#app/register/roles.ts";
import { shownEndpoint } from "#app/webhooks/endpoint-view.server.ts";
import { formatTexts } from "#app/webhooks/webhook-words.ts";
import { listEndpoints } from "#db/webhook-endpoints.ts";

export const meta: MetaFunction = () => [{ title: "Webhooks · MFA Register" }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  const caller = await requireCaller({ request, context });
  requirePolicyReader(caller);
  return {
    shell: await shellOf(context.db, caller, context.now),
    now: context.now,
    mayChange: isAdmin(caller.roles),
    webhooks: (await listEndpoints(context.db, caller.workspace.id)).map(shownEndpoint),
  };
}

export default function Webhooks() {
  const { shell, now, mayChange, webhooks } = useLoaderData<typeof loader>();
  const add = mayChange && (
    <LinkButton to="/settings/webhooks/new" look="primary">
      Add a webhook
    </LinkButton>
  );
  return (
    <AppShell shell={shell}>
      <PageHeader
        title="Webhooks"
        crumbs={[{ label: "Settings" }, { label: "Webhooks" }]}
        lede="Programs and channels outside that are told what happens here, within seconds."
        actions={webhooks.length > 0 && add}
      />
      {webhooks.length === 0 ? (
        <EmptyState title="No webhook yet" action={add}>
          A ticket system, a log of logs, or a channel of Slack or Teams can hear what the audit log says.
        </EmptyState>
      ) : (
        <TableBox label="Webhooks">
          <table>
            <caption className="sr">Webhooks</caption>
            <thead>
              <tr>
                <th scope="col">Webhook</th>
                <th scope="col">State</th>
                <th scope="col" className="off-phone">
                  Messages
                </th>
                <th scope="col" className="off-phone">
                  Last taken
                </th>
              </tr>
            </thead>
            <tbody>
              {webhooks.map((webhook) => (
                <tr key={webhook.id}>
                  <th scope="row">
                    <Link to={`/settings/webhooks/${webhook.id}`}>{webhook.description}</Link>
                    <span className="two">{webhook.shownUrl}</span>
                  </th>
                  <td>
                    <WebhookBadge isBare {...webhook} />
                  </td>
                  <td className="off-phone">{formatTexts[webhook.format].label}</td>
                  <td className="off-phone">
                    {webhook.lastSuccessAt ? relative(webhook.lastSuccessAt, now) : "never"}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableBox>
      )}
    </AppShell>
  );
}
