import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { requireCaller } from "#app/auth/caller.server.ts";
import { readCookie } from "#app/auth/cookies.server.ts";
import { refusedForm, wrongFields } from "#app/auth/form-errors.server.ts";
import { PasskeySignature } from "#app/auth/passkey-response.ts";
import { tooLate } from "#app/auth/refusals.ts";
import { currentSession } from "#app/auth/session.server.ts";
import { signedIn } from "#app/auth/signed-in.server.ts";
import { stepUpWithPasskey, stepUpWithTotp } from "#app/auth/step-up.server.ts";
import { Banner } from "#app/components/banner.tsx";
import { Button } from "#app/components/button.tsx";
import { CodeField } from "#app/components/code-field.tsx";
import { Gate } from "#app/components/gate.tsx";
import { PasskeyButton } from "#app/components/passkey-button.tsx";
import { listFactors } from "#db/factors.ts";

export const meta: MetaFunction = () => [{ title: "Confirm that it is you · MFA Register" }];

const StepUpForm = z.discriminatedUnion("intent", [
  z.object({ intent: z.literal("totp"), code: z.string().min(1, "Enter the code.").max(20) }),
  z.object({ intent: z.literal("passkey"), answer: PasskeySignature }),
]);

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { user, workspace } = await requireCaller({ request, context });
  const factors = await listFactors(context.db, user.workspaceId, user.id);
  return {
    workspace: workspace.name,
    hasPasskey: factors.some(({ credential }) => credential !== null),
    hasTotp: factors.some(({ totp }) => totp !== null),
  };
}

export async function action({ request, context }: ActionFunctionArgs) {
  await requireCaller({ request, context });
  const form = StepUpForm.safeParse(Object.fromEntries(await request.formData()));
  if (!form.success) return wrongFields(form.error);
  const { db, now, publicUrl, secrets } = context;
  try {
    const session = await currentSession(db, { request, publicUrl, now });
    if (!session) throw tooLate();
    const opened =
      form.data.intent === "totp"
        ? await stepUpWithTotp(db, { session, code: form.data.code, secrets, now })
        : await stepUpWithPasskey(db, {
            session,
            signature: form.data.answer,
            challengeId: readCookie(request, "challenge", publicUrl),
            publicUrl,
            now,
          });
    return signedIn(opened, { to: new URL(request.url).searchParams.get("to"), publicUrl });
  } catch (caught) {
    return refusedForm(caught);
  }
}

export default function StepUp() {
  const { workspace, hasPasskey, hasTotp } = useLoaderData<typeof loader>();
  const answered = useActionData<typeof action>();
  const errors = answered && "errors" in answered ? answered.errors : { form: null, fields: {} };
  return (
    <Gate
      title="Confirm that it is you"
      workspace={workspace}
      lede="What you are about to do needs a second factor used in the last 15 minutes."
    >
      {errors.form && <Banner tone="danger">{errors.form}</Banner>}
      {!hasPasskey && !hasTotp && (
        <p>You have neither a passkey nor an app. An owner of the register can send you a link to set one up.</p>
      )}
      {hasPasskey && (
        <Form method="post">
          <PasskeyButton ask={{ get: "/api/auth/mfa/challenge/webauthn?purpose=step_up" }} intent="passkey" isPrimary>
            Use your passkey
          </PasskeyButton>
        </Form>
      )}
      {hasPasskey && hasTotp && <p className="or">or</p>}
      {hasTotp && (
        <Form method="post">
          <input type="hidden" name="intent" value="totp" />
          <CodeField error={errors.fields.code} />
          <Button look={hasPasskey ? "normal" : "primary"} isWide>
            Confirm
          </Button>
        </Form>
      )}
    </Gate>
  );
}
