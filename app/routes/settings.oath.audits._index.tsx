import { type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { Form, Link, useActionData, useLoaderData } from "@remix-run/react";
import { requireAdmin, requireCaller, requirePolicyReader } from "#app/auth/caller.server.ts";
import { refusedForm } from "#app/auth/form-errors.server.ts";
import { AppShell } from "#app/components/app-shell.tsx";
import { Banner } from "#app/components/banner.tsx";
import { Button } from "#app/components/button.tsx";
import { EmptyState } from "#app/components/empty-state.tsx";
import { OathAuditState } from "#app/components/oath-audit-state.tsx";
import { OathTabs } from "#app/components/oath-tabs.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { dateOf } from "#app/components/relative-time.ts";
import { TableBox } from "#app/components/table-box.tsx";
import { shellOf } from "#app/http/shell.server.ts";
import { openAuditByHand } from "#app/oath/answer-audit.server.ts";
import { auditsView } from "#app/oath/oath-view.server.ts";

export const meta: MetaFunction = () => [{ title: "Audits of OATH tokens · MFA Register" }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  const caller = await requireCaller({ request, context });
  requirePolicyReader(caller);
  const { db, now } = context;
  return { shell: await shellOf(db, caller, now), now, ...(await auditsView(db, caller, now)) };
}

export async function action({ request, context }: ActionFunctionArgs) {
  const caller = await requireCaller({ request, context });
  requireAdmin(caller);
  try {
    return redirect(`/settings/oath/audits/${await openAuditByHand(context.db, { caller, now: context.now })}`);
  } catch (caught) {
    return refusedForm(caught);
  }
}

export default function OathAudits() {
  const { shell, now, audits, mayManage } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const isOneOpen = audits.some(({ closedAt }) => closedAt === null);
  return (
    <AppShell shell={shell}>
      <PageHeader
        title="Audits of OATH tokens"
        crumbs={[{ label: "Settings" }, { label: "OATH tokens", to: "/settings/oath" }, { label: "Quarterly audits" }]}
        lede="Once a quarter somebody looks at what is issued, revoked, ageing and drifting, and at who holds the seeds."
        actions={
          mayManage &&
          !isOneOpen && (
            <Form method="post">
              <Button>Open one now</Button>
            </Form>
          )
        }
      />
      <OathTabs current="audits" mayManage={mayManage} />
      {answer?.errors.form && <Banner tone="danger">{answer.errors.form}</Banner>}
      {audits.length === 0 ? (
        <EmptyState title="No audit yet">
          The first opens by itself at the beginning of the next quarter, once there is a token.
        </EmptyState>
      ) : (
        <TableBox label="Audits">
          <table>
            <caption className="sr">Audits, the latest first</caption>
            <thead>
              <tr>
                <th scope="col">Quarter</th>
                <th scope="col">State</th>
                <th scope="col">Due</th>
                <th scope="col" className="off-phone">
                  Opened
                </th>
                <th scope="col" className="off-phone">
                  Closed
                </th>
              </tr>
            </thead>
            <tbody>
              {audits.map((audit) => (
                <tr key={audit.id}>
                  <th scope="row">
                    <Link to={`/settings/oath/audits/${audit.id}`}>{audit.quarter}</Link>
                  </th>
                  <td>
                    <OathAuditState audit={audit} now={now} />
                  </td>
                  <td className="nowrap">{dateOf(audit.dueAt)}</td>
                  <td className="off-phone">
                    {dateOf(audit.openedAt)}
                    <span className="two">{audit.openedBy}</span>
                  </td>
                  <td className="off-phone">
                    {audit.closedAt ? dateOf(audit.closedAt) : "–"}
                    {audit.closedBy && <span className="two">{audit.closedBy}</span>}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableBox>
      )}
      {isOneOpen && <p className="small mt-3">The next one opens when the one that is open has been closed.</p>}
    </AppShell>
  );
}
