import { Form, Link, useLocation } from "@remix-run/react";
import type { SignInStep } from "#app/auth/sign-in-step.server.ts";
import { Button } from "./button.tsx";
import { CodeField } from "./code-field.tsx";
import { type FieldErrors, TextField } from "./field.tsx";
import { PasskeyButton } from "./passkey-button.tsx";
import { RecoveryStep } from "./recovery-step.tsx";

/** Asks which workspace, where there are several and the address names none. */
export function WorkspaceStep() {
  const to = new URLSearchParams(useLocation().search).get("to");
  return (
    <Form method="get">
      {to && <input type="hidden" name="to" value={to} />}
      <TextField
        name="workspace"
        label="Workspace"
        hint="Its short name, as in the link that you were sent."
        autoComplete="organization"
        required
      />
      <Button look="primary" isWide>
        Continue
      </Button>
    </Form>
  );
}

/** `named` is the workspace that the address names; empty for the only one. */
type Props = { named: string; errors: FieldErrors };

/** A passkey, which is both steps at once, or the password. */
export function FirstStep({ named, errors }: Props) {
  return (
    <>
      <Form method="post">
        <input type="hidden" name="workspace" value={named} />
        <PasskeyButton ask={{ get: askFor(named) }} intent="passkey" isInAutofill isPrimary>
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
          autoComplete="username webauthn"
          error={errors.userName}
          required
        />
        <TextField
          name="password"
          label="Password"
          type="password"
          autoComplete="current-password"
          error={errors.password}
          required
        />
        <Button isWide>Continue</Button>
      </Form>
      <p className="mt-4">
        <Link to={`/forgot-password${named && `?${new URLSearchParams({ workspace: named })}`}`}>
          Forgot your password?
        </Link>
      </p>
    </>
  );
}

/** `refused` is what was tried and did not work. */
type SecondProps = Props & { step: SignInStep; refused: string | null };

/** What follows the first factor: whichever of the person's factors the policy accepts. */
export function SecondStep({ step, named, errors, refused }: SecondProps) {
  const kinds = step.kind === "factor" ? step.kinds : [];
  const takesCode = kinds.includes("totp");
  const takesPasskey = kinds.includes("passkey") || kinds.includes("security_key");
  return (
    <>
      {step.kind === "continue" && (
        <Form method="post">
          <Button look="primary" isWide name="intent" value="continue">
            Continue
          </Button>
        </Form>
      )}
      {takesCode && (
        <Form method="post">
          <input type="hidden" name="intent" value="totp" />
          <CodeField hint="Of your authenticator app or token; some tokens show eight digits" error={errors.code} />
          <Button look="primary" isWide>
            Sign in
          </Button>
        </Form>
      )}
      {takesCode && <CodesRefused />}
      {takesCode && takesPasskey && <p className="or">or</p>}
      {takesPasskey && (
        <Form method="post">
          <input type="hidden" name="workspace" value={named} />
          <PasskeyButton ask={{ get: askFor(named) }} intent="passkey" isPrimary={!takesCode}>
            Use your passkey
          </PasskeyButton>
        </Form>
      )}
      {kinds.includes("recovery_code") && (
        <RecoveryStep
          isOnly={kinds.length === 1}
          isTried={refused === "recovery_code"}
          error={errors.recoveryCode}
          label="Sign in with this code"
        />
      )}
      <Form method="post" action="/sign-out">
        <Button look="plain" isWide>
          Start again
        </Button>
      </Form>
    </>
  );
}

/** The way to set a token's clock keeps where the sign-in leads. */
function CodesRefused() {
  const { search } = useLocation();
  return (
    <p className="small mt-2">
      <Link to={`/sign-in/resync${search}`}>Are right codes refused?</Link>
    </p>
  );
}

/** Where the browser gets what to ask the authenticator in this workspace. */
function askFor(named: string): string {
  return `/api/auth/mfa/challenge/webauthn?${new URLSearchParams({ purpose: "sign_in", workspace: named })}`;
}
