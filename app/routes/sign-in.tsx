import { type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { Form, Link, useActionData, useLoaderData, useLocation } from "@remix-run/react";
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
import { TextField } from "#app/components/field.tsx";
import { Gate } from "#app/components/gate.tsx";
import { PasskeyButton } from "#app/components/passkey-button.tsx";
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
  const { pending, workspace: name } = useLoaderData<typeof loader>();
  return pending === null ? (
    <Gate
      title="Sign in"
      workspace={name}
      lede="With a passkey, or with a password and an authenticator app."
      foot="No way to sign in? An owner of the register can send you a link. Nobody will ever ask you for a code by phone."
    >
      <FirstStep />
    </Gate>
  ) : (
    <Gate
      title={pending.hasTotp ? "Enter your code" : "Use your passkey"}
      workspace={name}
      lede={`${pending.hasTotp ? "From your authenticator app, for" : "For"} ${pending.userName}`}
      foot="The password was the first of two steps. You are not signed in to anything yet."
    >
      <SecondStep hasPasskey={pending.hasPasskey} hasTotp={pending.hasTotp} />
    </Gate>
  );
}

function useErrors() {
  const answered = useActionData<typeof action>();
  return answered && "errors" in answered ? answered.errors : { form: null, fields: {} };
}

function FirstStep() {
  const { isOnlyOne, named, isDemo } = useLoaderData<typeof loader>();
  const errors = useErrors();
  const to = new URLSearchParams(useLocation().search).get("to");
  return (
    <>
      {errors.form && <Banner tone="danger">{errors.form}</Banner>}
      {!isOnlyOne && named === "" ? (
        <Form method="get">
          {to && <input type="hidden" name="to" value={to} />}
          <TextField
            name="workspace"
            label="Workspace"
            hint="Its short name, as in the link that you were sent."
            autoComplete="organization"
            required
          />
          <button className="btn primary wide" type="submit">
            Continue
          </button>
        </Form>
      ) : (
        <>
          <Form method="post">
            <input type="hidden" name="workspace" value={named} />
            <PasskeyButton ask={{ get: askFor(named) }} intent="passkey" isPrimary>
              Continue with a passkey
            </PasskeyButton>
          </Form>
          <p className="or">or</p>
          <Form method="post">
            <input type="hidden" name="intent" value="password" />
            <input type="hidden" name="workspace" value={named} />
            <TextField
              name="userName"
              label="E-mail"
              type="email"
              autoComplete="username"
              error={errors.fields.userName}
              required
            />
            <TextField
              name="password"
              label="Password"
              type="password"
              autoComplete="current-password"
              error={errors.fields.password}
              required
            />
            <button className="btn wide" type="submit">
              Continue
            </button>
          </Form>
        </>
      )}
      {isDemo && (
        <p>
          <Link to="/demo">Sign in as one of the demo people</Link>
        </p>
      )}
    </>
  );
}

function SecondStep({ hasPasskey, hasTotp }: { hasPasskey: boolean; hasTotp: boolean }) {
  const { named } = useLoaderData<typeof loader>();
  const errors = useErrors();
  return (
    <>
      {errors.form && <Banner tone="danger">{errors.form}</Banner>}
      {hasTotp && (
        <Form method="post">
          <input type="hidden" name="intent" value="totp" />
          <TextField
            name="code"
            label="6-digit code"
            className="code"
            inputMode="numeric"
            autoComplete="one-time-code"
            maxLength={7}
            error={errors.fields.code}
            required
          />
          <button className="btn primary wide" type="submit">
            Sign in
          </button>
        </Form>
      )}
      {hasTotp && <p className="or">or</p>}
      {hasPasskey && (
        <Form method="post">
          <input type="hidden" name="workspace" value={named} />
          <PasskeyButton ask={{ get: askFor(named) }} intent="passkey" isPrimary={!hasTotp}>
            Use your passkey
          </PasskeyButton>
        </Form>
      )}
      <Form method="post" action="/sign-out">
        <button className="btn plain wide" type="submit">
          Start again
        </button>
      </Form>
    </>
  );
}

/** Where the browser gets what to ask the authenticator in this workspace. */
function askFor(named: string): string {
  return `/api/auth/mfa/challenge/webauthn?${new URLSearchParams({ purpose: "sign_in", workspace: named })}`;
}
