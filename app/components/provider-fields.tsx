import type { TypedProvider } from "#app/auth/provider-form.ts";
import { type FieldErrors, SelectField, TextField } from "./field.tsx";
import { FieldSet } from "./field-set.tsx";

type Props = {
  typed: TypedProvider;
  errors: FieldErrors;
  hasSecret: boolean;
  redirectUri: string;
};

/** What is known of an identity provider, and how far its word goes. */
export function ProviderFields({ typed, errors, hasSecret, redirectUri }: Props) {
  return (
    <>
      <TextField
        name="name"
        label="Name"
        hint="On the sign-in page: Single sign-on with …"
        error={errors.name}
        defaultValue={typed.name}
      />
      <TextField
        name="issuer"
        type="url"
        label="Issuer"
        hint="Its address as the provider itself spells it, as https://login.example.com"
        error={errors.issuer}
        defaultValue={typed.issuer}
      />
      <div className="pair">
        <TextField name="clientId" label="Client id" error={errors.clientId} defaultValue={typed.clientId} />
        <TextField
          name="clientSecret"
          type="password"
          autoComplete="off"
          label="Client secret"
          hint={
            hasSecret ? "Leave it empty to keep the one that is stored." : "Stored encrypted, and never shown again."
          }
          error={errors.clientSecret}
        />
      </div>
      <TextField name="scopes" label="Scopes" error={errors.scopes} defaultValue={typed.scopes} />
      <p className="hint">
        Register this address for sending people back: <code>{redirectUri}</code>
      </p>
      <Switch name="isEnabled" typed={typed} errors={errors} label="In use">
        Accounts that need single sign-on can then sign in with it only; all others still can without it, and the
        security contact is told each time.
      </Switch>
      <h2>Whom it speaks for</h2>
      <Switch name="addsPeople" typed={typed} errors={errors} label="Add people who are new">
        Whoever signs in and is not known yet is added, without any role.
      </Switch>
      <TextField
        name="domains"
        label="Domains"
        hint="Its word counts for addresses of these only, as example.com. With none, for any address of people who are known."
        error={errors.domains}
        defaultValue={typed.domains}
      />
      <h2>What its MFA counts for</h2>
      <Switch name="trustsMfa" typed={typed} errors={errors} label="Believe it about second factors">
        Otherwise signing in with it is one factor, and whoever has a factor here is asked for it.
      </Switch>
      <fieldset className="field">
        <legend>Which values of amr and acr stand for which factor</legend>
        <TextField name="passkey" label="Passkey" error={errors.passkey} defaultValue={typed.passkey} />
        <TextField
          name="securityKey"
          label="Security key"
          error={errors.securityKey}
          defaultValue={typed.securityKey}
        />
        <TextField name="totp" label="One-time code" error={errors.totp} defaultValue={typed.totp} />
        <TextField name="unnamed" label="MFA of whatever kind" error={errors.unnamed} defaultValue={typed.unnamed} />
        <SelectField
          name="unnamedCountsAs"
          label="MFA of whatever kind counts as"
          defaultValue={typed.unnamedCountsAs}
          error={errors.unnamedCountsAs}
        >
          <option value="nothing">Nothing</option>
          <option value="totp">A one-time code</option>
        </SelectField>
      </fieldset>
    </>
  );
}

type SwitchProps = {
  name: "isEnabled" | "addsPeople" | "trustsMfa";
  label: string;
  typed: TypedProvider;
  errors: FieldErrors;
  children: string | string[];
};

function Switch({ name, label, typed, errors, children }: SwitchProps) {
  return (
    <FieldSet name={name} legend={label} hint={children} error={errors[name]}>
      <div className="ticks">
        <label>
          <input type="checkbox" name={name} value="on" defaultChecked={typed[name] === "on"} /> Yes
        </label>
      </div>
    </FieldSet>
  );
}
