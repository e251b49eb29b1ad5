import { Form } from "@remix-run/react";
import type { PolicyTyped } from "#app/policy/policy-form.ts";
import { Button } from "./button.tsx";
import { ErrorSummary } from "./error-summary.tsx";
import { type ExemptRole, ExemptRoles } from "./exempt-roles.tsx";
import type { FieldErrors } from "./field.tsx";
import { PolicyEntries } from "./policy-entries.tsx";
import { PolicyFields, Switch } from "./policy-fields.tsx";
import { PolicyReview, type PolicyReviewData } from "./policy-review.tsx";
import { SaveBar } from "./save-bar.tsx";

type Props = {
  typed: PolicyTyped;
  errors: FieldErrors;
  review: PolicyReviewData | null;
  directory: readonly { kind: string; id: string; name: string }[];
  exempt: readonly ExemptRole[];
  version: number;
  now: string;
};

/** The whole policy as one form: look at the difference first, then save. */
export function PolicyForm({ typed, errors, review, directory, exempt, version, now }: Props) {
  const hasAdvanced = Object.keys(errors).some((field) => /^(rules|floors)/.test(field));
  return (
    <Form method="post" noValidate id="policy">
      {/* Enter presses the first button of a form, which should not be one that removes a row. */}
      <button className="sr" type="submit" name="intent" value="review" tabIndex={-1} aria-hidden="true">
        Review
      </button>
      <ErrorSummary errors={errors} title="This policy was not saved" />
      <input type="hidden" name="basedOn" value={typed.basedOn} />
      {review && <PolicyReview review={review} reason={typed.reason} version={version} />}
      <PolicyFields typed={typed} errors={errors} />
      <details className="card fold" open={hasAdvanced || typed.rules.length + typed.floors.length > 0}>
        <summary>Advanced: rules, floors, exempt roles, re-enrolment</summary>
        <div className="body">
          <PolicyEntries
            list="rules"
            title="Rules for some"
            hint="A rule raises what everybody is asked, for a group, role, person or application. Of several the strictest counts."
            rows={typed.rules}
            {...{ errors, directory }}
          />
        </div>
        <div className="body">
          <PolicyEntries
            list="floors"
            title="Floors"
            hint="No exception and no grace goes below a floor. Removing one weakens the policy."
            rows={typed.floors}
            {...{ errors, directory }}
          />
        </div>
        <section className="body stack" aria-labelledby="exempt-roles">
          <h3 id="exempt-roles" className="label">
            Exempt roles
          </h3>
          <ExemptRoles exempt={exempt} now={now} roles={directory.filter(({ kind }) => kind === "role")} />
        </section>
        <div className="body">
          <Switch
            name="forcesReenrollment"
            label="Force re-enrolment"
            text="Starts everybody’s grace anew when this is saved, so that people can enrol what counts now. Tell them first."
            isOn={typed.forcesReenrollment}
            error={errors.forcesReenrollment}
          />
        </div>
      </details>
      <SaveBar note={`Nothing is saved yet. Version ${version} is in force; running sessions stay.`}>
        <Button look={review ? "normal" : "primary"} name="intent" value="review" formAction="?index#review">
          {review ? "Review again" : "Review the changes"}
        </Button>
      </SaveBar>
    </Form>
  );
}
