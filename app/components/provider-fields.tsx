import type { TypedProvider } from "#app/auth/provider-form.ts";
import { Card } from "./card.tsx";
import { type FieldErrors, SelectField, TextField } from "./field.tsx";
import { Switch } from "./policy-fields.tsx";

type Props = {
  typed: TypedProvider;
  errors: FieldErrors;
  hasSecret: boolean;
  redirectUri: string;
};

/** What is known of an identity provider, and how far its word goes. */
export function ProviderFields({ typed, errors, hasSecret, redirectUri }: Props) {
  const text = (name: Exclude<keyof TypedProvider, "unnamedCountsAs">, label: string, hint?: string) => (
    <TextField name={name} label={label} hint={hint} error={errors[name]} defaultValue={typed[name]} />
  );
  return (
    <div className="stack-wide">
      <Card title="The provider">
        {text("name", "Name", "On the sign-in page: Single sign-on with …")}
        {text("issuer", "Issuer", "Its address as the provider itself spells it, as https://login.example.com")}
        <div className="pair">
          {text("clientId", "Client id", "As the provider gave it.")}
          <TextField
            name="clientSecret"
            type="password"
            autoComplete="off"
            label="Client secret"
            hint={hasSecret ? "Left empty, the stored one stays." : "Stored encrypted, and never shown again."}
            error={errors.clientSecret}
          />
        </div>
        {text("scopes", "Scopes")}
        <p className="hint mb-4">
          Register this address with it for sending people back: <code>{redirectUri}</code>
        </p>
        <Switch
          name="isEnabled"
          label="In use"
          text="Accounts that need single sign-on then sign in with it only. The others still can without it, and the security contact is told each time."
          isOn={typed.isEnabled === "on"}
          error={errors.isEnabled}
        />
      </Card>
      <Card title="Whom it speaks for">
        <Switch
          name="addsPeople"
          label="Add people who are new"
          text="Whoever signs in and is not known yet is added, without any role."
          isOn={typed.addsPeople === "on"}
          error={errors.addsPeople}
        />
        {text(
          "domains",
          "Domains",
          "Its word counts for addresses of these only, as example.com. With none, for any address of people who are known.",
        )}
      </Card>
      <Card title="What its MFA counts for">
        <Switch
          name="trustsMfa"
          label="Believe it about second factors"
          text="Otherwise signing in with it is one factor, and whoever has a factor here is asked for it."
          isOn={typed.trustsMfa === "on"}
          error={errors.trustsMfa}
        />
        <p className="hint mb-4">Which values of its claims amr and acr stand for which factor:</p>
        <div className="pair">
          {text("passkey", "Passkey")}
          {text("securityKey", "Security key")}
        </div>
        {text("totp", "One-time code")}
        <div className="pair">
          {text("unnamed", "MFA of whatever kind")}
          <SelectField
            name="unnamedCountsAs"
            label="It counts as"
            defaultValue={typed.unnamedCountsAs}
            error={errors.unnamedCountsAs}
          >
            <option value="nothing">Nothing</option>
            <option value="totp">A one-time code</option>
          </SelectField>
        </div>
      </Card>
    </div>
  );
}
