import { LinkButton } from "./button.tsx";
import { Card } from "./card.tsx";

type Props = {
  user: { displayName: string; userName: string };
  /** The application that is looked at, so that the draft asks for no more. */
  applicationId: string | null;
};

const drafts = [
  { label: "More time to enrol", category: "enrollment_constraint", effect: "defer_enrollment" },
  { label: "Another kind of factor", category: "accessibility", effect: "allow_factors" },
  { label: "No second factor for a while", category: "administrative_exclusion", effect: "waive_mfa" },
] as const;

/** Ways to begin a draft for somebody; whatever is lowered for them is a record first. */
export function BeginException({ user: { displayName, userName }, applicationId }: Props) {
  return (
    <Card title="Begin an exception">
      <p className="small muted mb-3">A draft for {displayName}. It changes nothing before it is approved.</p>
      <div className="stack">
        {drafts.map(({ label, category, effect }) => (
          <LinkButton
            key={effect}
            isSmall
            isWide
            to={`/exceptions/new?${new URLSearchParams({
              category,
              effect,
              user: userName,
              title: `${label}: ${displayName}`,
              ...(applicationId && { application: applicationId }),
            })}`}
          >
            {label}
          </LinkButton>
        ))}
      </div>
    </Card>
  );
}
