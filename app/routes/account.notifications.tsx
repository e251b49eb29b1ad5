import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { requireCaller } from "#app/auth/caller.server.ts";
import { wrongFields } from "#app/auth/form-errors.server.ts";
import { AppShell } from "#app/components/app-shell.tsx";
import { Banner } from "#app/components/banner.tsx";
import { Button } from "#app/components/button.tsx";
import { ErrorSummary } from "#app/components/error-summary.tsx";
import { NotificationFields } from "#app/components/notification-fields.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { SaveBar } from "#app/components/save-bar.tsx";
import { shellOf } from "#app/http/shell.server.ts";
import { noChoices, rulesOf } from "#app/mail/choices.ts";
import { fieldsOf } from "#app/mail/choices-fields.ts";
import { ChoicesForm, choicesIn } from "#app/mail/choices-form.ts";
import { saveOwnChoices } from "#app/mail/save-choices.server.ts";
import { notificationChoicesOf, notificationDefaultsOf } from "#db/notification-choices.ts";

export const meta: MetaFunction = () => [{ title: "Notifications · MFA Register" }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  const caller = await requireCaller({ request, context });
  const { db, now, sendsMail } = context;
  const { workspace, user } = caller;
  const defaults = await notificationDefaultsOf(db, workspace.id);
  return {
    shell: await shellOf(db, caller, now),
    sendsMail,
    address: user.userName,
    chosen: (await notificationChoicesOf(db, workspace.id, [user.id])).get(user.id) ?? noChoices,
    otherwise: rulesOf(noChoices, defaults, workspace.timeZone),
  };
}

export async function action({ request, context }: ActionFunctionArgs) {
  const caller = await requireCaller({ request, context });
  // No file fields here.
  const fields = Object.fromEntries(await request.formData()) as Record<string, string>;
  const read = ChoicesForm.safeParse(choicesIn(fields));
  if (!read.success) {
    const { data: body, init } = wrongFields(read.error);
    return data({ ...body, typed: fields }, init ?? {});
  }
  await saveOwnChoices(context.db, { caller, choices: read.data, now: context.now });
  return data({ errors: null, typed: null });
}

export default function Notifications() {
  const { shell, sendsMail, address, chosen, otherwise } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const errors = answer?.errors?.fields ?? {};
  return (
    <AppShell shell={shell}>
      <PageHeader
        title="Notifications"
        lede={`How, and when, the register writes to ${address}. What you leave open follows your workspace.`}
      />
      {!sendsMail && <Banner tone="neutral">This register sends no mail yet. Everything is in your inbox.</Banner>}
      {answer?.errors === null && <Banner tone="good">Saved. It counts for what has not left yet, too.</Banner>}
      <Form method="post" noValidate className="stack-wide">
        <ErrorSummary errors={errors} title="This was not saved" />
        <NotificationFields
          values={answer?.typed ?? fieldsOf(chosen)}
          {...{ otherwise, errors }}
          whoSays="As the workspace says"
          hasOwnZone
        />
        <SaveBar>
          <Button look="primary">Save</Button>
        </SaveBar>
      </Form>
    </AppShell>
  );
}
