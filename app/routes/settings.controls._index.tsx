import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { Form, Link, useActionData, useLoaderData } from "@remix-run/react";
import { requireAdmin, requireCaller, requirePolicyReader } from "#app/auth/caller.server.ts";
import { AppShell } from "#app/components/app-shell.tsx";
import { Badge } from "#app/components/badge.tsx";
import { Button } from "#app/components/button.tsx";
import { Card } from "#app/components/card.tsx";
import { ControlForm } from "#app/components/control-form.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { TableBox } from "#app/components/table-box.tsx";
import { adoptControls } from "#app/controls/adopt-controls.server.ts";
import { addControl } from "#app/controls/change-control.server.ts";
import { missingControls } from "#app/controls/control.ts";
import { readControlForm, refusedControl } from "#app/controls/control-forms.ts";
import { shellOf } from "#app/http/shell.server.ts";
import { isAdmin } from "#app/register/roles.ts";
import { listControls } from "#db/controls.ts";

export const meta: MetaFunction = () => [{ title: "Controls · MFA Register" }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  const caller = await requireCaller({ request, context });
  requirePolicyReader(caller);
  const { db, now } = context;
  const controls = await listControls(db, caller.workspace.id);
  return {
    shell: await shellOf(db, caller, now),
    mayEdit: isAdmin(caller.roles),
    controls,
    missing: missingControls(controls).map(({ name }) => name),
  };
}

export async function action({ request, context }: ActionFunctionArgs) {
  const caller = await requireCaller({ request, context });
  requireAdmin(caller);
  const form = await request.formData();
  const changing = { workspaceId: caller.workspace.id, by: caller.actor, actor: caller.auditActor, now: context.now };
  if (form.get("intent") === "adopt") {
    await adoptControls(context.db, changing);
    return redirect("/settings/controls");
  }
  const read = readControlForm(form);
  if (!read.ok) return data(read, { status: 400 });
  try {
    const { id } = await addControl(context.db, { ...changing, content: read.content });
    return redirect(`/settings/controls/${id}`);
  } catch (caught) {
    const { status, ...refused } = refusedControl(caught, read.typed);
    return data(refused, { status });
  }
}

const empty = { isEnabled: "on", checkEveryDays: "30" };

export default function Controls() {
  const { shell, mayEdit, controls, missing } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  return (
    <AppShell shell={shell}>
      <PageHeader
        title="Compensating controls"
        crumbs={[{ label: "Settings" }, { label: "Controls" }]}
        lede="What makes up for a missing factor, and how one sees that it works. Whoever files an exception chooses from these."
      />
      {mayEdit && missing.length > 0 && (
        <div className="mb-4">
          <Adopt missing={missing} />
        </div>
      )}
      {mayEdit && (
        <details className="card fold mb-4" open={answer !== undefined}>
          <summary>Add a control</summary>
          <div className="body">
            <ControlForm typed={answer?.typed ?? empty} errors={answer?.errors ?? {}}>
              <Button look="primary">Add the control</Button>
            </ControlForm>
          </div>
        </details>
      )}
      <TableBox label="Controls">
        <table>
          <caption className="sr">The catalogue of compensating controls</caption>
          <thead>
            <tr>
              <th scope="col">Control</th>
              <th scope="col" className="off-phone">
                How it is checked
              </th>
              <th scope="col">Every</th>
            </tr>
          </thead>
          <tbody>
            {controls.map(({ id, name, description, howChecked, checkEveryDays, isEnabled: isOffered }) => (
              <tr key={id}>
                <th scope="row">
                  <Link to={`/settings/controls/${id}`}>{name}</Link> {!isOffered && <Badge>Not offered</Badge>}
                  <span className="two">{description}</span>
                </th>
                <td className="off-phone">{howChecked}</td>
                <td className="nowrap">{checkEveryDays === 1 ? "1 day" : `${checkEveryDays} days`}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableBox>
    </AppShell>
  );
}

function Adopt({ missing }: { missing: readonly string[] }) {
  const count = missing.length === 1 ? "1 control" : `${missing.length} controls`;
  return (
    <Card title="Ready-made controls">
      <p>
        {count} that ship with the register are not in this catalogue: {missing.join(", ")}.
      </p>
      <Form method="post" className="mt-3">
        <Button name="intent" value="adopt">
          Add {count}
        </Button>
      </Form>
    </Card>
  );
}
