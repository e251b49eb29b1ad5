import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { requireCaller } from "#app/auth/caller.server.ts";
import { confirmPassword } from "#app/auth/confirm-password.server.ts";
import { readCookie } from "#app/auth/cookies.server.ts";
import { refusedForm, wrongFields } from "#app/auth/form-errors.server.ts";
import { PasskeySignature } from "#app/auth/passkey-response.ts";
import { tooLate } from "#app/auth/refusals.ts";
import { returnPath } from "#app/auth/return-path.ts";
import { clientOf, currentSession } from "#app/auth/session.server.ts";
import { signedIn } from "#app/auth/signed-in.server.ts";
import { stepUpChoices } from "#app/auth/sso-choices.server.ts";
import { stepUpWithPasskey, stepUpWithRecoveryCode, stepUpWithTotp } from "#app/auth/step-up.server.ts";
import { bringsBackForm } from "#app/auth/step-up-for.server.ts";
import { stepUpNeed } from "#app/auth/step-up-view.server.ts";
import { Banner } from "#app/components/banner.tsx";
import { Gate } from "#app/components/gate.tsx";
import { SingleSignOn } from "#app/components/single-sign-on.tsx";
import { StepUpForms } from "#app/components/step-up-forms.tsx";
import { stepUpWords } from "#app/components/step-up-words.ts";
import type { Session } from "#db/sessions.ts";

export const meta: MetaFunction = () => [{ title: "Confirm that it is you · MFA Register" }];

const StepUpForm = z.discriminatedUnion("intent", [
  z.object({ intent: z.literal("totp"), code: z.string().min(1, "Enter the code.").max(20) }),
  z.object({ intent: z.literal("passkey"), answer: PasskeySignature }),
  z.object({
    intent: z.literal("recovery_code"),
    recoveryCode: z.string().min(1, "Enter one of your codes.").max(100),
  }),
  z.object({ intent: z.literal("password"), password: z.string().min(1, "Enter your password.").max(1024) }),
]);

type Call = Pick<LoaderFunctionArgs, "request" | "context">;

/** @throws Refused 409 when the session has ended by now. */
async function sessionOf({ request, context }: Call): Promise<Session> {
  const session = await currentSession(context.db, { request, ...context });
  if (!session) throw tooLate();
  return session;
}

const onwardOf = (request: Request) => returnPath(new URL(request.url).searchParams.get("to"));

export async function loader({ request, context }: LoaderFunctionArgs) {
  const caller = await requireCaller({ request, context });
  const need = await stepUpNeed({ request, context }, caller, await sessionOf({ request, context }));
  const to = onwardOf(request);
  const providers = await stepUpChoices(context.db, caller.user);
  const { workspace, user } = caller;
  return { workspace: workspace.name, userName: user.userName, need, providers, to, isKept: bringsBackForm(to) };
}

export async function action({ request, context }: ActionFunctionArgs) {
  await requireCaller({ request, context });
  const form = StepUpForm.safeParse(Object.fromEntries(await request.formData()));
  if (!form.success) return wrongFields(form.error);
  const { publicUrl } = context;
  const to = onwardOf(request);
  try {
    const opened = await prove(form.data, { request, context });
    // A password leads to enrolling a factor, which is still asked for.
    const onward = form.data.intent === "password" ? `/step-up?to=${encodeURIComponent(to)}` : to;
    return signedIn(opened, { to: onward, publicUrl });
  } catch (caught) {
    return refusedForm(caught);
  }
}

async function prove(form: z.output<typeof StepUpForm>, { request, context }: Call) {
  const { now, secrets, publicUrl } = context;
  const session = await sessionOf({ request, context });
  const step = { session, client: clientOf(request, context), now };
  switch (form.intent) {
    case "totp":
      return stepUpWithTotp(context, { ...step, code: form.code, secrets });
    case "passkey": {
      const challengeId = readCookie(request, "challenge", publicUrl);
      return stepUpWithPasskey(context, { ...step, signature: form.answer, challengeId });
    }
    case "recovery_code":
      return stepUpWithRecoveryCode(context, { ...step, code: form.recoveryCode });
    case "password":
      return confirmPassword(context, { session, password: form.password, now });
    default:
      return form satisfies never;
  }
}

export default function StepUp() {
  const { workspace, userName, need, providers, to, isKept } = useLoaderData<typeof loader>();
  const answered = useActionData<typeof action>();
  const errors = answered && "errors" in answered ? answered.errors : { form: null, fields: {} };
  const { title, lede } = stepUpWords(need);
  return (
    <Gate
      title={title}
      workspace={workspace}
      lede={`${lede} You are signed in as ${userName}.`}
      foot={isKept && "What you had typed is kept for 15 minutes, and is there when you come back."}
    >
      {errors.form && <Banner tone="danger">{errors.form}</Banner>}
      {providers.length > 0 && (
        <>
          <SingleSignOn providers={providers} named="" intent="step_up" />
          <p className="or">or</p>
        </>
      )}
      <StepUpForms need={need} errors={errors.fields} to={to} />
    </Gate>
  );
}
