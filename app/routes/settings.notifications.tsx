import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { requireAdmin, requireCaller, requirePolicyReader } from "#app/auth/caller.server.ts";
import { wrongFields } from "#app/auth/form-errors.server.ts";
import { AppShell } from "#app/components/app-shell.tsx";
import { Banner } from "#app/components/banner.tsx";
import { Button } from "#app/components/button.tsx";
import { Changeable } from "#app/components/changeable.tsx";
import { ErrorSummary } from "#app/components/error-summary.tsx";
import { NotificationFields } from "#app/components/notification-fields.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { SaveBar } from "#app/components/save-bar.tsx";
import { shellOf } from "#app/http/shell.server.ts";
import { noChoices, rulesOf } from "#app/mail/choices.ts";
import { fieldsOf } from "#app/mail/choices-fields.ts";
import { ChoicesForm, choicesIn } from "#app/mail/choices-form.ts";
import { saveDefaultChoices } from "#app/mail/save-choices.server.ts";
import { isAdmin } from "#app/register/roles.ts";
import { notificationDefaultsOf } from "#db/notification-choices.ts";

export const meta: MetaFunction = () => [{ title: "Notifications of everybody · MFA Register" }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  const caller = await requireCaller({ request, context });
  requirePolicyReader(caller);
  const { db, now } = context;
  return {
    shell: await shellOf(db, caller, now),
    chosen: await notificationDefaultsOf(db, caller.workspace.id),
    mayChange: isAdmin(caller.roles),
    otherwise: rulesOf(noChoices, noChoices, caller.workspace.timeZone),
  };
}

export async function action({ request, context }: ActionFunctionArgs) {
  const caller = await requireCaller({ request, context });
  requireAdmin(caller);
  // No file fields here.
  const fields = Object.fromEntries(await request.formData()) as Record<string, string>;
  const read = ChoicesForm.safeParse(choicesIn({ ...fields, timeZone: "" }));
  if (!read.success) {
    const { data: body, init } = wrongFields(read.error);
    return data({ ...body, typed: fields }, init ?? {});
  }
  await saveDefaultChoices(context.db, { caller, choices: read.data, now: context.now });
  return data({ errors: null, typed: null });
}

export default function DefaultNotifications() {
  const { shell, chosen, otherwise, mayChange } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const errors = answer?.errors?.fields ?? {};
  return (
    <AppShell shell={shell}>
      <PageHeader
        title="Notifications of everybody"
        crumbs={[{ label: "Messages", to: "/settings/messages" }, { label: "Notifications" }]}
        lede={`How people are mailed until they choose otherwise themselves, by the clocks of ${otherwise.timeZone}.`}
      />
      {answer?.errors === null && <Banner tone="good">Saved. It counts for what has not left yet, too.</Banner>}
      <Changeable mayChange={mayChange}>
        <Form method="post" noValidate className="stack-wide">
          <ErrorSummary errors={errors} title="This was not saved" />
          <NotificationFields
            values={answer?.typed ?? fieldsOf(chosen)}
            {...{ otherwise, errors }}
            whoSays="Standard"
            hasOwnZone={false}
          />
          <SaveBar>
            <Button look="primary">Save</Button>
          </SaveBar>
        </Form>
      </Changeable>
    </AppShell>
  );
}
