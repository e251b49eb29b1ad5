import { Form, Link } from "@remix-run/react";
import { fewCodes } from "#app/auth/recovery-code.ts";
import { Banner } from "./banner.tsx";
import { Button, LinkButton } from "./button.tsx";
import { type FieldErrors, TextField } from "./field.tsx";
import type { Batch } from "./recovery-standing.tsx";

type Props = {
  batch: Batch | null;
  isAllowed: boolean;
  isBackup: boolean;
  isAccepted: boolean;
  /** Whether they have a password, or an identity provider that vouches for them. */
  hasFirstFactor: boolean;
  errors: FieldErrors;
};

/** The form that makes ten new codes, or why there is none. */
export function OfferRecoveryCodes({ batch, isAllowed, isBackup, isAccepted, hasFirstFactor, errors }: Props) {
  if (!isAllowed) return <Banner tone="neutral">The MFA policy of your organisation allows no recovery codes.</Banner>;
  if (!isBackup)
    return (
      <>
        <p>They are a backup, and you have nothing yet that they would be the backup of.</p>
        <LinkButton look="primary" isWide to="/account/security">
          Add a passkey or an app first
        </LinkButton>
      </>
    );
  return (
    <Form method="post" className="stack">
      <input type="hidden" name="replaces" value={batch?.id ?? ""} />
      {!isAccepted && (
        <Banner tone="caution">
          As the MFA policy stands, no code would let you in. They would help only once it takes them of you.
        </Banner>
      )}
      {!hasFirstFactor && (
        <TextField
          name="password"
          label="Password"
          type="password"
          hint="Codes are used together with a password, and you have none yet. At least 12 characters."
          autoComplete="new-password"
          minLength={12}
          error={errors.password}
          required
        />
      )}
      {batch && (
        <p>
          With new ones, those that you have stop working at once. What you have lost is removed under{" "}
          <Link to="/account/security">My sign-in</Link>.
        </p>
      )}
      <Button look={batch && batch.remaining > fewCodes ? "normal" : "primary"} isWide>
        {batch ? "Replace them with ten new ones" : "Show me ten codes"}
      </Button>
    </Form>
  );
}
