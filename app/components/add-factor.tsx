import { Form } from "@remix-run/react";
import type { ComponentProps } from "react";
import { Button } from "./button.tsx";
import { CodeField } from "./code-field.tsx";
import { type FieldErrors, TextField } from "./field.tsx";
import { PasskeyButton } from "./passkey-button.tsx";
import { TotpOffer } from "./totp-offer.tsx";

type Props = { action: string; errors: FieldErrors };

export function AddPasskey({ action, errors, isPrimary = false }: Props & { isPrimary?: boolean }) {
  return (
    <Form method="post" action={action}>
      <TextField
        name="label"
        label="Name"
        hint="Such as “Work laptop”. Left empty, it is called after who made it."
        maxLength={100}
        error={errors.label}
      />
      <PasskeyButton
        ask={{ post: "/api/mfa/passkeys/start" }}
        intent="passkey"
        fields={["label"]}
        isWide={false}
        isPrimary={isPrimary}
      >
        Add a passkey
      </PasskeyButton>
    </Form>
  );
}

type AppProps = Props & { offer: ComponentProps<typeof TotpOffer>; hasPassword: boolean; isPrimary?: boolean };

/** An app counts together with a password, so somebody who has none chooses one here. */
export function AddApp({ action, errors, offer, hasPassword, isPrimary = true }: AppProps) {
  return (
    <Form method="post" action={action}>
      <input type="hidden" name="intent" value="totp" />
      <TotpOffer {...offer} />
      <TextField name="label" idPrefix="app-" label="Name" defaultValue="Authenticator app" maxLength={100} required />
      {!hasPassword && (
        <TextField
          name="password"
          label="Password"
          type="password"
          hint="An app is used together with a password, and you have none yet. At least 12 characters."
          autoComplete="new-password"
          minLength={12}
          required
        />
      )}
      <CodeField label="6-digit code that the app shows" error={errors.code} />
      <Button look={isPrimary ? "primary" : "normal"}>Add the app</Button>
    </Form>
  );
}
