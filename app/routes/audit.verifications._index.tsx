import { type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { Form, useLoaderData } from "@remix-run/react";
import { ShieldCheck } from "lucide-react";
import { z } from "zod";
import { askVerification } from "#app/audit/ask-verification.server.ts";
import { verificationsView } from "#app/audit/verification-view.server.ts";
import { requireCaller, requireOversight } from "#app/auth/caller.server.ts";
import { AppShell } from "#app/components/app-shell.tsx";
import { Button } from "#app/components/button.tsx";
import { EmptyState } from "#app/components/empty-state.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { VerificationTable } from "#app/components/verification-table.tsx";
import { shellOf } from "#app/http/shell.server.ts";

export const meta: MetaFunction = () => [{ title: "Verifications · Audit log · MFA Register" }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  const caller = await requireCaller({ request, context });
  requireOversight(caller);
  return {
    shell: await shellOf(context.db, caller, context.now),
    now: context.now,
    ...(await verificationsView(context.db, caller.workspace.id)),
  };
}

const Asked = z.object({ up_to: z.coerce.number().int().positive().nullable().catch(null).default(null) });

export async function action({ request, context }: ActionFunctionArgs) {
  const caller = await requireCaller({ request, context });
  requireOversight(caller);
  const { up_to: upTo } = Asked.parse(Object.fromEntries(await request.formData()));
  const { id } = await askVerification(context.db, {
    ...{ workspaceId: caller.workspace.id, upTo, userId: caller.user.id, actor: caller.auditActor },
    now: context.now,
  });
  return redirect(`/audit/verifications/${id}`);
}

export default function Verifications() {
  const { shell, now, walks } = useLoaderData<typeof loader>();
  return (
    <AppShell shell={shell}>
      <PageHeader
        title="Verifications"
        crumbs={[{ label: "Audit log", to: "/audit" }, { label: "Verifications" }]}
        lede="Walks along the log, from its first row: the one of each night, and those that somebody asked for."
        actions={
          <Form method="post">
            <Button look="primary">
              <ShieldCheck aria-hidden="true" /> Verify the log
            </Button>
          </Form>
        }
      />
      {walks.length > 0 ? (
        <VerificationTable walks={walks} now={now} />
      ) : (
        <EmptyState title="Not verified yet">The log is verified every night.</EmptyState>
      )}
    </AppShell>
  );
}
