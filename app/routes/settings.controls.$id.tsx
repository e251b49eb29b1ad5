import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { requireAdmin, requireCaller, requirePolicyReader } from "#app/auth/caller.server.ts";
import { AppShell } from "#app/components/app-shell.tsx";
import { Button, LinkButton } from "#app/components/button.tsx";
import { Card } from "#app/components/card.tsx";
import { ControlForm } from "#app/components/control-form.tsx";
import { Facts } from "#app/components/facts.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { changeControl } from "#app/controls/change-control.server.ts";
import { readControlForm, refusedControl, typedOfControl } from "#app/controls/control-forms.ts";
import { shellOf } from "#app/http/shell.server.ts";
import { isAdmin } from "#app/register/roles.ts";
import { findControl } from "#db/controls.ts";

const Params = z.object({ id: z.string().min(1) });

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const caller = await requireCaller({ request, context });
  requirePolicyReader(caller);
  const { db, now } = context;
  const control = await findControl(db, caller.workspace.id, Params.parse(params).id);
  if (!control) throw new Response("The catalogue has no such control.", { status: 404 });
  return { shell: await shellOf(db, caller, now), mayEdit: isAdmin(caller.roles), control };
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  const caller = await requireCaller({ request, context });
  requireAdmin(caller);
  const { id } = Params.parse(params);
  const read = readControlForm(await request.formData());
  if (!read.ok) return data(read, { status: 400 });
  try {
    const changing = { workspaceId: caller.workspace.id, by: caller.actor, actor: caller.auditActor, now: context.now };
    await changeControl(context.db, { ...changing, id, changes: read.content });
    return redirect("/settings/controls");
  } catch (caught) {
    const { status, ...refused } = refusedControl(caught, read.typed);
    return data(refused, { status });
  }
}

export const meta: MetaFunction<typeof loader> = ({ data: loaded }) => [
  { title: `${loaded?.control.name ?? "Control"} · MFA Register` },
];

export default function ControlPage() {
  const { shell, mayEdit, control } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const { name, description, howChecked, checkEveryDays } = control;
  return (
    <AppShell shell={shell}>
      <PageHeader
        title={name}
        crumbs={[{ label: "Settings" }, { label: "Controls", to: "/settings/controls" }, { label: name }]}
        lede={description}
      />
      {mayEdit ? (
        <ControlForm typed={answer?.typed ?? typedOfControl(control)} errors={answer?.errors ?? {}}>
          <p className="row">
            <Button look="primary">Save</Button>
            <LinkButton look="plain" to="/settings/controls">
              Cancel
            </LinkButton>
          </p>
        </ControlForm>
      ) : (
        <Card title="How it is checked">
          <Facts
            facts={[
              { term: "By", detail: howChecked },
              { term: "Every", detail: checkEveryDays === 1 ? "1 day" : `${checkEveryDays} days` },
              { term: "Offered", detail: control.isEnabled ? "To new exceptions" : "No longer" },
            ]}
          />
        </Card>
      )}
    </AppShell>
  );
}
