import type { PolicyChange } from "#app/policy/policy-difference.ts";
import { Banner } from "./banner.tsx";
import { Button } from "./button.tsx";
import { Card } from "./card.tsx";
import { TextAreaField } from "./field.tsx";
import { PolicyChanges } from "./policy-changes.tsx";

export type CategoryReviewData = {
  changes: PolicyChange[];
  isWeaker: boolean;
  use: { live: number; pending: number };
  /** Stages that ask for more people than there are. */
  warnings: string[];
  seal: string;
  /** Something was typed after the last look. */
  isChangedSince: boolean;
};

type Props = {
  review: CategoryReviewData;
  reason: string;
  error: string | undefined;
  version: number;
};

/** What saving would change, for how many records; only from here is it saved. */
export function CategoryReview({ review, reason, error, version }: Props) {
  const { changes, isWeaker, use, warnings, seal, isChangedSince } = review;
  return (
    <div id="review">
      <input type="hidden" name="reviewed" value={seal} />
      {isChangedSince && (
        <Banner tone="caution">Something was changed after the last look. Look again, then save.</Banner>
      )}
      {warnings.length > 0 && (
        <Banner tone="caution">
          <strong>Not enough people could approve.</strong> {warnings.join(" ")}
        </Banner>
      )}
      <Card title={`What changes from version ${version}`} isFlush>
        <PolicyChanges caption="What changes" changes={changes} />
      </Card>
      <Card title="Save it" isAct>
        <p className="small mb-3">{concernedText(use)}</p>
        {isWeaker && (
          <p className="small mb-3">
            It asks less of new exceptions, so it needs a second factor used in the last 15 minutes, and the other
            admins are told.
          </p>
        )}
        <TextAreaField
          name="reason"
          label="Reason"
          hint="It stays with the version. Needed."
          error={error}
          defaultValue={reason}
          maxLength={2000}
          className="short"
          rows={2}
        />
        <Button look="primary" name="intent" value="save">
          Save as version {version + 1}
        </Button>
      </Card>
    </div>
  );
}

function concernedText({ live, pending }: CategoryReviewData["use"]): string {
  if (live + pending === 0) return "No record is in force or waits under these rules. It holds for new exceptions.";
  return `It concerns ${counted(live, "record")} in force and ${pending} that wait. Each keeps the stricter of the rules it was submitted under and these.`;
}

function counted(count: number, noun: string): string {
  return count === 1 ? `1 ${noun}` : `${count} ${noun}s`;
}
