import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { Link, useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { chosenWorkspace } from "#app/auth/chosen-workspace.server.ts";
import { completeWithRecoveryCode } from "#app/auth/complete-with-recovery-code.server.ts";
import { readCookie } from "#app/auth/cookies.server.ts";
import { refusedForm, wrongFields } from "#app/auth/form-errors.server.ts";
import { PasskeySignature } from "#app/auth/passkey-response.ts";
import { tooLate } from "#app/auth/refusals.ts";
import { returnPath } from "#app/auth/return-path.ts";
import { clientOf, currentSession, type OpenedSession } from "#app/auth/session.server.ts";
import { completeWithTotp, continueSignIn, signInWithPasskey, signInWithPassword } from "#app/auth/sign-in.server.ts";
import { nextStep } from "#app/auth/sign-in-step.server.ts";
import { signedIn } from "#app/auth/signed-in.server.ts";
import { ssoChoices } from "#app/auth/sso-choices.server.ts";
import { Banner } from "#app/components/banner.tsx";
import { Gate } from "#app/components/gate.tsx";
import { FirstStep, SecondStep, WorkspaceStep } from "#app/components/sign-in-steps.tsx";
import { ProviderDown, SingleSignOn } from "#app/components/single-sign-on.tsx";
import { stepWords } from "#app/components/step-words.ts";
import type { Session } from "#db/sessions.ts";
import { findUser } from "#db/users.ts";
import { findWorkspace, type Workspace } from "#db/workspaces.ts";

export const meta: MetaFunction = () => [{ title: "Sign in · MFA Register" }];

const workspace = z.string().max(100).optional();

const SignInForm = z.discriminatedUnion("intent", [
  z.object({
    intent: z.literal("password"),
    workspace,
    userName: z.string().min(1, "Enter your e-mail address.").max(320),
    // A longer one is nobody's password, and would only cost time to hash.
    password: z.string().min(1, "Enter your password.").max(1024),
  }),
  z.object({ intent: z.literal("totp"), code: z.string().min(1, "Enter the code.").max(20) }),
  z.object({ intent: z.literal("passkey"), workspace, answer: PasskeySignature }),
  z.object({
    intent: z.literal("recovery_code"),
    recoveryCode: z.string().min(1, "Enter one of your codes.").max(100),
  }),
  z.object({ intent: z.literal("continue") }),
]);

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { search, searchParams } = new URL(request.url);
  const session = await currentSession(context.db, { request, ...context });
  if (session && session.decisionId !== null) throw redirect(returnPath(searchParams.get("to")));
  const pending = session && (await pendingOf({ request, context }, session));
  if (pending?.step.kind === "enroll") throw redirect(`/enroll${search}`);
  const { workspace: chosen, isOnlyOne } = await chosenWorkspace(context.db, searchParams.get("workspace"));
  return {
    pending,
    workspace: isOnlyOne && chosen ? chosen.name : null,
    named: searchParams.get("workspace") ?? "",
    isOnlyOne,
    isDemo: context.isDemo,
    ...(await ssoOf(context.db, chosen, searchParams.get("down"))),
  };
}

/** The providers that people of a workspace may sign in with, and the one of them that has just not answered. */
async function ssoOf(db: LoaderFunctionArgs["context"]["db"], workspace: Workspace | null, downId: string | null) {
  const providers = workspace === null ? [] : await ssoChoices(db, workspace.id);
  return { providers, down: providers.find(({ id }) => id === downId)?.name ?? null };
}

/** Whose sign-in has begun, and what the policy asks of them next. */
async function pendingOf({ request, context }: Pick<LoaderFunctionArgs, "request" | "context">, session: Session) {
  const { db, now } = context;
  const user = await findUser(db, session.workspaceId, session.userId);
  const own = await findWorkspace(db, session.workspaceId);
  const step = await nextStep(db, { session, client: clientOf(request, context), now });
  return { userName: user?.userName ?? "", workspace: own?.name ?? null, named: own?.slug ?? "", step };
}

export async function action({ request, context }: ActionFunctionArgs) {
  const form = SignInForm.safeParse(Object.fromEntries(await request.formData()));
  if (!form.success) return wrongFields(form.error);
  const { db, publicUrl } = context;
  const session = await currentSession(db, { request, ...context });
  try {
    const opened = await proceed(form.data, { request, context, session });
    const to = new URL(request.url).searchParams.get("to");
    return signedIn(opened, { to: onwardFrom(form.data.intent, { opened, to }), publicUrl });
  } catch (caught) {
    const { data: body, init } = refusedForm(caught);
    return data({ ...body, refused: form.data.intent }, init ?? {});
  }
}

/** Whoever has used a recovery code is shown what is left before they go on. */
function onwardFrom(intent: string, { opened, to }: { opened: OpenedSession; to: string | null }): string | null {
  const isLetIn = opened.session.decisionId !== null;
  return intent === "recovery_code" && isLetIn ? `/account/recovery-codes?to=${encodeURIComponent(to ?? "/")}` : to;
}

type Visit = Pick<ActionFunctionArgs, "request" | "context"> & { session: Session | null };

/** Takes a sign-in one step on; what follows from it the engine says. */
async function proceed(form: z.output<typeof SignInForm>, { request, context, session }: Visit) {
  const { db, now, secrets, publicUrl } = context;
  const client = clientOf(request, context);
  const entering = { client, earlier: session, now };
  switch (form.intent) {
    case "password": {
      const { userName, password } = form;
      const workspaceId = await workspaceIdOf(db, form.workspace);
      return signInWithPassword(context, { ...entering, workspaceId, userName, password });
    }
    case "totp":
      return completeWithTotp(context, { session: begun(session), client, now, code: form.code, secrets });
    case "passkey": {
      const workspaceId = await workspaceIdOf(db, form.workspace);
      const challengeId = readCookie(request, "challenge", publicUrl);
      return signInWithPasskey(context, { ...entering, workspaceId, signature: form.answer, challengeId });
    }
    case "recovery_code":
      return completeWithRecoveryCode(context, { session: begun(session), client, now, code: form.recoveryCode });
    case "continue":
      return continueSignIn(context, { session: begun(session), client, now });
    default:
      return form satisfies never;
  }
}

/** @throws Refused 409 when no sign-in has begun, or it is over. */
function begun(session: Session | null): Session {
  if (session?.decisionId !== null) throw tooLate();
  return session;
}

/** A workspace that does not exist has nobody in it: signing in fails there as with a wrong password. */
async function workspaceIdOf(db: ActionFunctionArgs["context"]["db"], named: string | undefined): Promise<string> {
  return (await chosenWorkspace(db, named)).workspace?.id ?? "";
}

export default function SignIn() {
  const { pending, workspace: name, named, isOnlyOne, isDemo, providers, down } = useLoaderData<typeof loader>();
  const answered = useActionData<typeof action>();
  const errors = answered && "errors" in answered ? answered.errors : { form: null, fields: {} };
  if (pending === null)
    return (
      <Gate
        title="Sign in"
        workspace={name}
        lede="With a passkey, or with a password and a second factor."
        foot="No way to sign in? An owner of the register can send you a link. Nobody will ever ask you for a code by phone."
      >
        {errors.form && <Banner tone="danger">{errors.form}</Banner>}
        <ProviderDown name={down} />
        {providers.length > 0 && (
          <>
            <SingleSignOn providers={providers} named={named} intent="sign_in" />
            <p className="or">or</p>
          </>
        )}
        {isOnlyOne || named !== "" ? <FirstStep named={named} errors={errors.fields} /> : <WorkspaceStep />}
        {isDemo && (
          <p className="mt-4">
            <Link to="/demo">Sign in as one of the demo people</Link>
          </p>
        )}
      </Gate>
    );
  const refused = answered && "refused" in answered ? answered.refused : null;
  const { title, lede } = stepWords(pending.step);
  return (
    <Gate
      title={title}
      workspace={pending.workspace}
      lede={`${lede} You are signing in as ${pending.userName}.`}
      foot="What you have done so far was the first step. You are not signed in to anything yet. Lost what you need for the second? An owner of the register can reset it once they know that it is you."
    >
      {errors.form && <Banner tone="danger">{errors.form}</Banner>}
      <SecondStep step={pending.step} named={pending.named} errors={errors.fields} refused={refused} />
    </Gate>
  );
}
