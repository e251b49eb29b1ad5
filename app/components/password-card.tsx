import { LinkButton } from "./button.tsx";
import { Card } from "./card.tsx";

/** The way to one's own password, which has a page of its own. */
export function PasswordCard({ hasPassword }: { hasPassword: boolean }) {
  return (
    <Card title="Password">
      <p className="small muted mb-3">
        {hasPassword
          ? "The first of two steps, where you do not use a passkey."
          : "You have none. A passkey needs none; an authenticator app does."}
      </p>
      <LinkButton isSmall to="/account/password">
        {hasPassword ? "Change it" : "Choose one"}
      </LinkButton>
    </Card>
  );
}
