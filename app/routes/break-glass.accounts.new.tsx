import { type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { requireAdmin, requireCaller } from "#app/auth/caller.server.ts";
import { formBeforeStepUp, requireFreshFactor } from "#app/auth/step-up-for.server.ts";
import { AccountForm } from "#app/break-glass/account-forms.ts";
import { carriedOut, typedIn, wrongIn } from "#app/break-glass/answer-form.server.ts";
import { custodiansNamed } from "#app/break-glass/custodian-named.server.ts";
import { registerAccount } from "#app/break-glass/keep-account.server.ts";
import { AppShell } from "#app/components/app-shell.tsx";
import { Button, LinkButton } from "#app/components/button.tsx";
import { CameBack } from "#app/components/came-back.tsx";
import { Card } from "#app/components/card.tsx";
import { CustodyFields } from "#app/components/custody-fields.tsx";
import { ErrorSummary } from "#app/components/error-summary.tsx";
import { TextField } from "#app/components/field.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { personAt } from "#app/directory/person-at.server.ts";
import { shellOf } from "#app/http/shell.server.ts";

export const meta: MetaFunction = () => [{ title: "Register an emergency account · MFA Register" }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  const caller = await requireCaller({ request, context });
  requireAdmin(caller);
  const form = await formBeforeStepUp({ request, context }, caller);
  const account = new URL(request.url).searchParams.get("account") ?? "";
  return {
    shell: await shellOf(context.db, caller, context.now),
    isBack: form !== null,
    typed: form ? typedIn(form) : { account },
  };
}

export async function action({ request, context }: ActionFunctionArgs) {
  const caller = await requireCaller({ request, context });
  requireAdmin(caller);
  const form = await request.formData();
  const typed = typedIn(form);
  const read = AccountForm.safeParse(typed);
  if (!read.success) return wrongIn(typed, read.error);
  const call = { request, context };
  await requireFreshFactor(call, { caller, form });
  const { db, now } = context;
  const { account, storageReference, ...custodians } = read.data;
  const { done: userId, refused } = await carriedOut(call, { caller, form }, async () => {
    const { id } = await personAt(db, caller.workspace.id, account);
    const held = { ...(await custodiansNamed(db, caller.workspace.id, custodians)), storageReference };
    await registerAccount(db, { caller, userId: id, ...held, now });
    return id;
  });
  return refused ?? redirect(`/break-glass/accounts/${userId}`);
}

export default function RegisterAccount() {
  const { shell, isBack, typed: known } = useLoaderData<typeof loader>();
  const sent = useActionData<typeof action>()?.sent ?? null;
  const typed: Readonly<Record<string, string>> = sent?.typed ?? known;
  const errors: Readonly<Record<string, string>> = sent?.errors ?? {};
  return (
    <AppShell shell={shell}>
      <PageHeader
        title="Register an emergency account"
        crumbs={[{ label: "Break-glass", to: "/break-glass" }, { label: "Register" }]}
        lede="From then on every sign-in of it is an alarm, and its secret is replaced on time and after each use."
      />
      <CameBack isBack={isBack && sent === null} />
      <Form method="post" noValidate>
        <ErrorSummary errors={errors} title="It was not registered" />
        <Card title="The account and who holds it">
          <TextField
            name="account"
            label="Account"
            type="email"
            hint="Its address; it has to be one that signs in without the identity provider"
            error={errors.account}
            defaultValue={typed.account ?? ""}
          />
          <CustodyFields typed={typed} errors={errors} />
        </Card>
        <p className="row mt-4">
          <Button look="primary">Register it</Button>
          <LinkButton look="plain" to="/break-glass">
            Cancel
          </LinkButton>
        </p>
      </Form>
    </AppShell>
  );
}
