import {
  type ActionFunctionArgs,
  data,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
  type SerializeFrom,
} from "@remix-run/node";
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
import { type FieldErrors, TextField } from "#app/components/field.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { WhatGoes } from "#app/components/what-goes.tsx";
import { managingBy } from "#app/directory/directory-access.server.ts";
import { PseudonymiseWire } from "#app/directory/directory-wire.ts";
import { pseudonymView } from "#app/directory/pseudonym-view.server.ts";
import { pseudonymiseUser } from "#app/directory/pseudonymise.server.ts";
import { pageOf } from "#app/http/page.server.ts";
import { shellOf } from "#app/http/shell.server.ts";
import { Refused } from "#app/register/refused.ts";

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const caller = await requireCaller({ request, context });
  requireAdmin(caller);
  const view = await pageOf(() => pseudonymView(context.db, caller.workspace, params.id ?? ""));
  if (view.user.pseudonymisedAt !== null) throw redirect(`/directory/users/${view.user.id}`);
  const form = await formBeforeStepUp({ request, context }, caller);
  return {
    shell: await shellOf(context.db, caller, context.now),
    view,
    returned: form && String(form.get("reason") ?? ""),
  };
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  const caller = await requireCaller({ request, context });
  requireAdmin(caller);
  const userId = params.id ?? "";
  const form = await request.formData();
  const read = PseudonymiseWire.safeParse(Object.fromEntries(form));
  if (!read.success) return wrongFields(read.error);
  try {
    const managing = { ...managingBy(caller, context), by: caller.actor };
    await pseudonymiseUser(context.db, { ...managing, userId, reason: read.data.reason });
  } catch (caught) {
    if (asksForStepUp(caught)) throw await stepUpFor({ request, context }, { caller, form });
    if (!(caught instanceof Refused)) throw caught;
    const fields: Record<string, string> = caught.more.field === "reason" ? { reason: caught.message } : {};
    return data({ errors: { form: caught.message, fields } }, { status: caught.status });
  }
  return redirect(`/directory/users/${userId}`);
}

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [
  { title: `Take out the name of ${page?.view.user.displayName ?? "a person"} · MFA Register` },
];

export default function Pseudonymise() {
  const { shell, view, returned } = useLoaderData<typeof loader>();
  const errors = useActionData<typeof action>()?.errors;
  const { user, obstacle } = view;
  const isFormFault = errors?.form && Object.keys(errors.fields).length === 0;
  return (
    <AppShell shell={shell}>
      <PageHeader
        title="Take their name out"
        crumbs={[
          { label: "Directory", to: "/directory" },
          { label: user.displayName, to: `/directory/users/${user.id}` },
          { label: "Take their name out" },
        ]}
        lede={`${user.displayName} (${user.userName}) is known by a pseudonym afterwards. Nobody can undo it.`}
      />
      <CameBack isBack={returned !== null && !errors} />
      {isFormFault && <Banner tone="danger">{errors.form}</Banner>}
      <div className="cols">
        <div className="stack-wide">
          <WhatGoes {...view} userName={user.userName} />
        </div>
        <div className="rail">
          <Decide user={user} obstacle={obstacle} errors={errors?.fields ?? {}} reason={returned ?? ""} />
        </div>
      </div>
    </AppShell>
  );
}

type DecideProps = Pick<SerializeFrom<typeof loader>["view"], "user" | "obstacle"> & {
  errors: FieldErrors;
  reason: string;
};

function Decide({ user, obstacle, errors, reason }: DecideProps) {
  const back = <LinkButton to={`/directory/users/${user.id}`}>Leave it</LinkButton>;
  if (obstacle)
    return (
      <Card title="Not yet">
        <div className="stack">
          <p>{obstacle}</p>
          <p>{back}</p>
        </div>
      </Card>
    );
  return (
    <Card title="For good">
      <Form method="post" className="stack" noValidate>
        <ErrorSummary errors={errors} />
        <TextField
          name="reason"
          label="Why"
          hint="Stays in the audit log for ever, so leave the name out of it"
          error={errors.reason}
          defaultValue={reason}
          maxLength={200}
        />
        <div className="row">
          <Button look="danger">Take their name out</Button>
          {back}
        </div>
      </Form>
    </Card>
  );
}
