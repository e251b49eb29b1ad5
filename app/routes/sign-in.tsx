import { type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { Link, useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { chosenWorkspace } from "#app/auth/chosen-workspace.server.ts";
import { readCookie } from "#app/auth/cookies.server.ts";
import { refusedForm, wrongFields } from "#app/auth/form-errors.server.ts";
import { PasskeySignature } from "#app/auth/passkey-response.ts";
import { tooLate } from "#app/auth/refusals.ts";
import { returnPath } from "#app/auth/return-path.ts";
import { clientOf, currentSession } from "#app/auth/session.server.ts";
import { completeWithTotp, signInWithPasskey, signInWithPassword } from "#app/auth/sign-in.server.ts";
import { signedIn } from "#app/auth/signed-in.server.ts";
import { Banner } from "#app/components/banner.tsx";
import { Gate } from "#app/components/gate.tsx";
import { FirstStep, SecondStep, WorkspaceStep } from "#app/components/sign-in-steps.tsx";
import { achievedAal } from "#app/engine/assurance.ts";
import { listFactors } from "#db/factors.ts";
import type { Session } from "#db/sessions.ts";
import { findUser } from "#db/users.ts";

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
]);

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { searchParams } = new URL(request.url);
  const session = await currentSession(context.db, { request, ...context });
  if (session && achievedAal(session.methods) === 2) throw redirect(returnPath(searchParams.get("to")));
  const { workspace: chosen, isOnlyOne } = await chosenWorkspace(context.db, searchParams.get("workspace"));
  return {
    pending: session && (await pendingOf(context, session)),
    workspace: isOnlyOne && chosen ? chosen.name : null,
    named: searchParams.get("workspace") ?? "",
    isOnlyOne,
    isDemo: context.isDemo,
  };
}

/** Whose second step this is, and what they have for it. */
async function pendingOf({ db }: LoaderFunctionArgs["context"], { workspaceId, userId }: Session) {
  const user = await findUser(db, workspaceId, userId);
  const factors = await listFactors(db, workspaceId, userId);
  return {
    userName: user?.userName ?? "",
    hasPasskey: factors.some(({ credential }) => credential !== null),
    hasTotp: factors.some(({ totp }) => totp !== null),
  };
}

export async function action({ request, context }: ActionFunctionArgs) {
  const form = SignInForm.safeParse(Object.fromEntries(await request.formData()));
  if (!form.success) return wrongFields(form.error);
  const { db, now, publicUrl, secrets } = context;
  const { search, searchParams } = new URL(request.url);
  const session = await currentSession(db, { request, publicUrl, now });
  const entering = { client: clientOf(request, context.ip), earlier: session, now };
  const onward = { to: searchParams.get("to"), publicUrl };
  try {
    switch (form.data.intent) {
      case "password": {
        const { userName, password } = form.data;
        const workspaceId = await workspaceIdOf(context, form.data.workspace);
        const opened = await signInWithPassword(db, { ...entering, workspaceId, userName, password });
        return signedIn(opened, { to: `/sign-in${search}`, publicUrl });
      }
      case "totp":
        if (!session) throw tooLate();
        return signedIn(await completeWithTotp(db, { session, code: form.data.code, secrets, now }), onward);
      case "passkey": {
        const workspaceId = await workspaceIdOf(context, form.data.workspace);
        const challengeId = readCookie(request, "challenge", publicUrl);
        const answered = { signature: form.data.answer, challengeId, publicUrl };
        return signedIn(await signInWithPasskey(db, { ...entering, ...answered, workspaceId }), onward);
      }
      default:
        return form.data satisfies never;
    }
  } catch (caught) {
    return refusedForm(caught);
  }
}

/** A workspace that does not exist has nobody in it: signing in fails there as with a wrong password. */
async function workspaceIdOf({ db }: ActionFunctionArgs["context"], named: string | undefined): Promise<string> {
  return (await chosenWorkspace(db, named)).workspace?.id ?? "";
}

export default function SignIn() {
  const { pending, workspace: name, named, isOnlyOne, isDemo } = useLoaderData<typeof loader>();
  const answered = useActionData<typeof action>();
  const errors = answered && "errors" in answered ? answered.errors : { form: null, fields: {} };
  return pending === null ? (
    <Gate
      title="Sign in"
      workspace={name}
      lede="With a passkey, or with a password and an authenticator app."
      foot="No way to sign in? An owner of the register can send you a link. Nobody will ever ask you for a code by phone."
    >
      {errors.form && <Banner tone="danger">{errors.form}</Banner>}
      {isOnlyOne || named !== "" ? <FirstStep named={named} errors={errors.fields} /> : <WorkspaceStep />}
      {isDemo && (
        <p className="mt-4">
          <Link to="/demo">Sign in as one of the demo people</Link>
        </p>
      )}
    </Gate>
  ) : (
    <Gate
      title={pending.hasTotp ? "Enter your code" : "Use your passkey"}
      workspace={name}
      lede={`${pending.hasTotp ? "From your authenticator app, for" : "For"} ${pending.userName}`}
      foot="The password was the first of two steps. You are not signed in to anything yet."
    >
      {errors.form && <Banner tone="danger">{errors.form}</Banner>}
      <SecondStep {...pending} named={named} errors={errors.fields} />
    </Gate>
  );
}
