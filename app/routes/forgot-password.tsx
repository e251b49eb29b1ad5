import { setTimeout } from "node:timers/promises";
import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { Form, Link, useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { chosenWorkspace } from "#app/auth/chosen-workspace.server.ts";
import { sendPasswordReset } from "#app/auth/forgotten-password.server.ts";
import { wrongFields } from "#app/auth/form-errors.server.ts";
import { Button } from "#app/components/button.tsx";
import { ErrorSummary } from "#app/components/error-summary.tsx";
import { TextField } from "#app/components/field.tsx";
import { Gate } from "#app/components/gate.tsx";

export const meta: MetaFunction = () => [{ title: "Forgotten password · MFA Register" }];

const ForgotForm = z.object({
  workspace: z.string().max(100).optional(),
  userName: z.string().trim().min(1, "Enter your e-mail address.").max(320),
});

/** Longer than making a link takes, so that the time of the answer does not tell who exists. */
const answerMs = 400;

export async function loader({ request, context }: LoaderFunctionArgs) {
  const named = new URL(request.url).searchParams.get("workspace");
  const { workspace, isOnlyOne } = await chosenWorkspace(context.db, named);
  return {
    workspace: isOnlyOne && workspace ? workspace.name : null,
    named: named ?? "",
    isOnlyOne,
    sendsMail: context.sendsMail,
  };
}

export async function action({ request, context }: ActionFunctionArgs) {
  const form = ForgotForm.safeParse(Object.fromEntries(await request.formData()));
  if (!form.success) return wrongFields(form.error);
  if (context.sendsMail) await Promise.all([send(context, form.data), setTimeout(answerMs)]);
  return data({ errors: null });
}

async function send(
  context: ActionFunctionArgs["context"],
  { workspace: named, userName }: z.output<typeof ForgotForm>,
) {
  const { workspace } = await chosenWorkspace(context.db, named);
  if (workspace) await sendPasswordReset(context.db, { ...context, workspaceId: workspace.id, userName });
}

export default function ForgotPassword() {
  const { workspace, named, isOnlyOne, sendsMail } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  if (!sendsMail)
    return (
      <Gate title="Forgotten password" workspace={workspace} foot={<BackToSignIn />}>
        <p>
          This register sends no mail, so it cannot send you a link. Ask an owner of the register: whoever operates the
          server can make one for you.
        </p>
        <p className="mt-3">If you have a passkey, you do not need your password.</p>
      </Gate>
    );
  if (answer?.errors === null)
    return (
      <Gate title="Look into your mail" workspace={workspace} foot={<BackToSignIn />}>
        <p role="status">
          If there is an account with a password under this address, a link to set a new one is on its way. It works
          once, for 30 minutes.
        </p>
        <p className="mt-3">
          It does not replace your second factor: you are asked for it as always. Without one, ask an owner of the
          register.
        </p>
      </Gate>
    );
  const errors = answer?.errors.fields ?? {};
  return (
    <Gate
      title="Forgotten password"
      workspace={workspace}
      lede="We send a link with which you set a new one."
      foot={<BackToSignIn />}
    >
      <ErrorSummary errors={errors} />
      <Form method="post" noValidate>
        {isOnlyOne || named !== "" ? (
          <input type="hidden" name="workspace" value={named} />
        ) : (
          <TextField
            name="workspace"
            label="Workspace"
            hint="Its short name, as in the link that you were sent."
            autoComplete="organization"
          />
        )}
        <TextField
          name="userName"
          label="E-mail"
          type="email"
          autoComplete="username"
          error={errors.userName}
          required
        />
        <Button look="primary" isWide>
          Send the link
        </Button>
      </Form>
    </Gate>
  );
}

function BackToSignIn() {
  return <Link to="/sign-in">Back to the sign-in</Link>;
}
