import { Form } from "@remix-run/react";
import type { StepUpNeed } from "#app/auth/step-up-view.server.ts";
import type { FactorKind } from "#app/engine/types.ts";
import { Button, LinkButton } from "./button.tsx";
import { CodeField } from "./code-field.tsx";
import { type FieldErrors, TextField } from "./field.tsx";
import { PasskeyButton } from "./passkey-button.tsx";
import { RecoveryStep } from "./recovery-step.tsx";

type Props = { need: StepUpNeed; errors: FieldErrors; to: string };

/** What the person can do about it: one form for each factor of theirs, or the way to one. */
export function StepUpForms({ need, errors, to }: Props) {
  switch (need.kind) {
    case "factor":
      return <OwnFactors kinds={need.kinds} errors={errors} />;
    case "enrol": {
      const back = `/step-up?to=${encodeURIComponent(to)}`;
      return (
        <LinkButton look="primary" to={`/account/security?to=${encodeURIComponent(back)}`}>
          Set up a second factor
        </LinkButton>
      );
    }
    case "password":
      return (
        <Form method="post" noValidate>
          <input type="hidden" name="intent" value="password" />
          <TextField
            name="password"
            label="Password"
            type="password"
            autoComplete="current-password"
            error={errors.password}
            required
          />
          <Button look="primary" isWide>
            Continue
          </Button>
        </Form>
      );
    case "other_factor":
    case "sign_in":
      return (
        <Form method="post" action="/sign-out">
          <Button look="primary" isWide>
            Sign out
          </Button>
        </Form>
      );
    default:
      return need satisfies never;
  }
}

function OwnFactors({ kinds, errors }: { kinds: readonly FactorKind[]; errors: FieldErrors }) {
  const takesPasskey = kinds.includes("passkey") || kinds.includes("security_key");
  const takesCode = kinds.includes("totp");
  return (
    <>
      {takesPasskey && (
        <Form method="post">
          <PasskeyButton ask={{ get: "/api/auth/mfa/challenge/webauthn?purpose=step_up" }} intent="passkey" isPrimary>
            Use your passkey
          </PasskeyButton>
        </Form>
      )}
      {takesPasskey && takesCode && <p className="or">or</p>}
      {takesCode && (
        <Form method="post" noValidate>
          <input type="hidden" name="intent" value="totp" />
          <CodeField error={errors.code} />
          <Button look={takesPasskey ? "normal" : "primary"} isWide>
            Confirm
          </Button>
        </Form>
      )}
      {kinds.includes("recovery_code") && (
        <RecoveryStep isOnly={kinds.length === 1} error={errors.recoveryCode} label="Confirm with this code" />
      )}
    </>
  );
}
