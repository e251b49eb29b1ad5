import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { requireCaller } from "#app/auth/caller.server.ts";
import { changeOwnPassword } from "#app/auth/change-password.server.ts";
import { wrongFields } from "#app/auth/form-errors.server.ts";
import { hasFreshFactor } from "#app/auth/own-factors.server.ts";
import { asksForStepUp, stepUpFor } from "#app/auth/step-up-for.server.ts";
import { AppShell } from "#app/components/app-shell.tsx";
import { Banner } from "#app/components/banner.tsx";
import { Button, LinkButton } from "#app/components/button.tsx";
import { Card } from "#app/components/card.tsx";
import { ErrorSummary } from "#app/components/error-summary.tsx";
import { TextField } from "#app/components/field.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { shellOf } from "#app/http/shell.server.ts";
import { Refused } from "#app/register/refused.ts";
import { passwordHashOf } from "#db/passwords.ts";

export const meta: MetaFunction = () => [{ title: "My password · MFA Register" }];

const PasswordForm = z.object({
  current: z.string().max(1024).optional(),
  password: z.string().min(1, "Choose a password.").max(1024),
});

export async function loader({ request, context }: LoaderFunctionArgs) {
  const caller = await requireCaller({ request, context });
  const { db, now } = context;
  const hasPassword = (await passwordHashOf(db, caller.workspace.id, caller.user.id)) !== null;
  const isFresh = hasFreshFactor(caller.actor, now);
  // A first password rests on a factor alone; asked for before anything is typed, since no password is ever kept.
  if (!hasPassword && !isFresh) throw await stepUpFor({ request, context }, { caller });
  return {
    shell: await shellOf(db, caller, now),
    userName: caller.user.userName,
    hasPassword,
    asksForCurrent: hasPassword && !isFresh,
    isDone: new URL(request.url).searchParams.has("done"),
  };
}

export async function action({ request, context }: ActionFunctionArgs) {
  const caller = await requireCaller({ request, context });
  const form = PasswordForm.safeParse(Object.fromEntries(await request.formData()));
  if (!form.success) return wrongFields(form.error);
  const { current, password } = form.data;
  try {
    await changeOwnPassword(context.db, { caller, current: current || null, password, now: context.now });
  } catch (caught) {
    if (asksForStepUp(caught)) throw await stepUpFor({ request, context }, { caller });
    if (!(caught instanceof Refused)) throw caught;
    const fields = typeof caught.more.field === "string" ? { [caught.more.field]: caught.message } : {};
    return data({ errors: { form: caught.message, fields } }, { status: caught.status });
  }
  return redirect("/account/password?done=1");
}

export default function Password() {
  const { shell, userName, hasPassword, asksForCurrent, isDone } = useLoaderData<typeof loader>();
  const errors = useActionData<typeof action>()?.errors;
  const fields: Readonly<Record<string, string>> = errors?.fields ?? {};
  return (
    <AppShell shell={shell}>
      <PageHeader
        title={hasPassword ? "Change my password" : "Choose a password"}
        crumbs={[{ label: "My sign-in", to: "/account/security" }, { label: "Password" }]}
        lede="It is the first of two steps. All your other sessions end with the old one."
      />
      {isDone && <Banner tone="good">Your password was changed, and your other sessions have ended.</Banner>}
      {errors?.form && Object.keys(fields).length === 0 && <Banner tone="danger">{errors.form}</Banner>}
      <Card title={hasPassword ? "New password" : "First password"}>
        <Form method="post" action="/account/password" noValidate>
          <ErrorSummary errors={fields} title="Your password was not changed" />
          <input type="hidden" name="userName" value={userName} autoComplete="username" />
          {asksForCurrent && (
            <TextField
              name="current"
              label="Password so far"
              type="password"
              hint="Wrong tries count like those of a sign-in."
              autoComplete="current-password"
              error={fields.current}
            />
          )}
          <TextField
            name="password"
            label="New password"
            type="password"
            hint="At least 12 characters. Several words are fine."
            autoComplete="new-password"
            minLength={12}
            error={fields.password}
          />
          <p className="row">
            <Button look="primary">{hasPassword ? "Change it" : "Set it"}</Button>
            <LinkButton look="plain" to="/account/security">
              Leave it
            </LinkButton>
          </p>
        </Form>
      </Card>
    </AppShell>
  );
}
