import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { Form, Link, useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { openPasswordReset, resetPassword } from "#app/auth/forgotten-password.server.ts";
import { refusedForm, wrongFields } from "#app/auth/form-errors.server.ts";
import { Banner } from "#app/components/banner.tsx";
import { Button, LinkButton } from "#app/components/button.tsx";
import { ErrorSummary } from "#app/components/error-summary.tsx";
import { TextField } from "#app/components/field.tsx";
import { Gate } from "#app/components/gate.tsx";
import { Refused } from "#app/register/refused.ts";

export const meta: MetaFunction = () => [{ title: "Set a new password · MFA Register" }];

const ResetForm = z.object({ password: z.string().min(1, "Choose a password.").max(1024) });

/** Opening a link never spends it: mail scanners and previews open links too. */
export async function loader({ params, context }: LoaderFunctionArgs) {
  const open = await openPasswordReset(context.db, params.token ?? "", context.now);
  if (!open) return data({ open: null }, { status: 404 });
  return data({ open: { userName: open.user.userName, workspace: open.workspace.name } });
}

/** Whoever sets a password signs in with it afterwards, with their second factor; nobody is signed in here. */
export async function action({ request, params, context }: ActionFunctionArgs) {
  const form = ResetForm.safeParse(Object.fromEntries(await request.formData()));
  if (!form.success) return wrongFields(form.error);
  const { db, now } = context;
  try {
    await resetPassword(db, { token: params.token ?? "", password: form.data.password, now });
  } catch (caught) {
    if (caught instanceof Refused && caught.more.field === "password")
      return data({ errors: { form: null, fields: { password: caught.message } } }, { status: caught.status });
    return refusedForm(caught);
  }
  return data({ errors: null });
}

export default function ResetPassword() {
  const { open } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  if (answer?.errors === null)
    return (
      <Gate title="Your password was changed" workspace={open?.workspace}>
        <p role="status">All your sessions have ended. Sign in with the new password and your second factor.</p>
        <p className="mt-4">
          <LinkButton look="primary" to="/sign-in">
            Sign in
          </LinkButton>
        </p>
      </Gate>
    );
  if (!open)
    return (
      <Gate title="This link does not work any more">
        <p>
          It has ended, or it was used before. <Link to="/forgot-password">Ask for a new one</Link>, or{" "}
          <Link to="/sign-in">sign in</Link>.
        </p>
      </Gate>
    );
  const errors: Readonly<Record<string, string>> = answer?.errors.fields ?? {};
  return (
    <Gate
      title="Set a new password"
      workspace={open.workspace}
      lede={`For ${open.userName}`}
      foot="This link works once and signs nobody in. Your second factor stays what it is."
    >
      {answer?.errors.form && <Banner tone="danger">{answer.errors.form}</Banner>}
      <ErrorSummary errors={errors} />
      <Form method="post" noValidate>
        <input type="hidden" name="userName" value={open.userName} autoComplete="username" />
        <TextField
          name="password"
          label="New password"
          type="password"
          hint="At least 12 characters. Several words are fine."
          autoComplete="new-password"
          minLength={12}
          error={errors.password}
          required
        />
        <Button look="primary" isWide>
          Set the password
        </Button>
      </Form>
    </Gate>
  );
}
