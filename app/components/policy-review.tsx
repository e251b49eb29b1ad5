import type { PolicyChange } from "#app/policy/policy-difference.ts";
import type { Affected, PreviewRow } from "#app/policy/policy-preview.ts";
import { dialTexts } from "#app/policy/policy-texts.ts";
import { Banner } from "./banner.tsx";
import { Button } from "./button.tsx";
import { Card } from "./card.tsx";
import { TextAreaField } from "./field.tsx";
import { PeopleAffected } from "./people-affected.tsx";
import { PolicyChanges } from "./policy-changes.tsx";
import { PolicyPreviewTable } from "./policy-preview-table.tsx";

export type PolicyReviewData = {
  changes: PolicyChange[];
  preview: PreviewRow[];
  affected: Affected;
  isWeaker: boolean;
  isOff: boolean;
  /** Who could confirm it, by name. */
  others: string[];
  seal: string;
  /** Something was typed after the last look. */
  isChangedSince: boolean;
};

type Props = { review: PolicyReviewData; reason: string; version: number };

/** What saving would change, for whom, and who has to agree; only from here is it saved. */
export function PolicyReview({ review, reason, version }: Props) {
  const { changes, preview, affected, isWeaker, isOff, others, seal, isChangedSince } = review;
  return (
    <div id="review">
      <input type="hidden" name="reviewed" value={seal} />
      {isChangedSince && (
        <Banner tone="caution">Something was changed after the last look. Look again, then save.</Banner>
      )}
      {isOff && <Banner tone="caution">{dialTexts.off.text}</Banner>}
      <Card title={`What changes from version ${version}`} isFlush>
        <PolicyChanges caption="What changes" changes={changes} />
      </Card>
      <Card title="What each kind of user meets next" aside="after the password" isFlush>
        <PolicyPreviewTable rows={preview} before={`Version ${version}`} after="After saving" />
      </Card>
      <PeopleAffected affected={affected} before={`Version ${version}`} after="After saving" />
      <Card title={isWeaker ? "It weakens the policy, so it waits" : "It takes effect at once"} isAct>
        <p className="small mb-3">
          {isWeaker ? waitsText(others, version) : "Each person meets it at their next sign-in. Running sessions stay."}
        </p>
        <TextAreaField
          name="reason"
          label="Reason"
          hint="It stays with the version. Needed."
          defaultValue={reason}
          maxLength={2000}
          className="short"
          rows={2}
        />
        <p className="row">
          <Button look="primary" name="intent" value="save">
            {isWeaker ? "Ask a second admin" : `Save as version ${version + 1}`}
          </Button>
          <Button name="intent" value="draft">
            Keep as a draft
          </Button>
          <span className="hint">A draft changes no sign-in; it is there to be tried out.</span>
        </p>
      </Card>
    </div>
  );
}

function waitsText(others: readonly string[], version: number): string {
  if (others.length === 0)
    return "There is no second admin who could confirm it. Until an owner has made one, it cannot come into force.";
  const named = `${others.slice(0, 3).join(", ")}${others.length > 3 ? ` or ${others.length - 3} more` : ""}`;
  return `A second admin confirms it before it comes into force: ${named}. Until then version ${version} stands.`;
}
