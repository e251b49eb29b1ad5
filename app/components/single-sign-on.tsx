import { Form, useLocation } from "@remix-run/react";
import { Building2 } from "lucide-react";
import { Banner } from "./banner.tsx";
import { Button } from "./button.tsx";

/** A provider that people can sign in with. */
type SsoChoice = { id: string; name: string };

type Props = {
  providers: readonly SsoChoice[];
  /** The workspace that the address names; empty for the only one. */
  named: string;
  /** What it is for: to sign in, or to prove a factor anew. */
  intent: "sign_in" | "step_up";
};

/** One button for each provider. The page is left as a whole, since what follows is another site. */
export function SingleSignOn({ providers, named, intent }: Props) {
  const to = new URLSearchParams(useLocation().search).get("to");
  return (
    <>
      {providers.map(({ id, name }) => (
        <Form key={id} method="post" action="/sign-in/sso" reloadDocument>
          <input type="hidden" name="intent" value={intent} />
          <input type="hidden" name="provider" value={id} />
          <input type="hidden" name="workspace" value={named} />
          {to && <input type="hidden" name="to" value={to} />}
          <Button isWide>
            <Building2 aria-hidden="true" /> {intent === "sign_in" ? "Single sign-on with" : "Confirm with"} {name}
          </Button>
        </Form>
      ))}
    </>
  );
}

/** Says on the sign-in page that a provider does not answer, and who can go on without it. */
export function ProviderDown({ name }: { name: string | null }) {
  return (
    name !== null && (
      <Banner tone="caution">
        {name} cannot be reached. Try again in a while. Accounts that may sign in without it, such as break-glass
        accounts, sign in below.
      </Banner>
    )
  );
}
