import { Link } from "@remix-run/react";
import { closureCauseTexts } from "#app/register/describe-oversight.ts";
import { closureCauses, type Exception } from "#app/register/exception.ts";
import { Choices } from "./choices.tsx";
import { type FieldErrors, TextAreaField } from "./field.tsx";

type Props = { record: Exception; errors: FieldErrors; typed: Readonly<Record<string, string>> };

/** What is learned at the end: why it ended, what is used instead, what would have spared it, and what shows all that. */
export function ClosureFields({ record, errors, typed }: Props) {
  return (
    <>
      <Choices
        name="cause"
        legend="What ended it"
        hint={record.state === "revoked" ? "It was revoked. Say why." : "Its end came. Say what made it needless."}
        error={errors.cause}
        chosen={typed.cause ?? ""}
        choices={closureCauses.map((cause) => ({ value: cause, ...closureCauseTexts[cause] }))}
      />
      <TextAreaField
        name="replaced_by"
        label="Replaced by"
        hint="What is used instead, or nothing"
        error={errors.replaced_by}
        defaultValue={typed.replaced_by}
        className="short"
        rows={2}
      />
      <TextAreaField
        name="would_have_avoided"
        label="What would have avoided it"
        hint="It is shown to whoever files the next one for the same people or applications"
        error={errors.would_have_avoided}
        defaultValue={typed.would_have_avoided}
        className="short"
        rows={2}
      />
      <TextAreaField
        name="evidence"
        label="Evidence"
        hint={
          <>
            What shows that it has ended: a change, a test, a picture. Files stand under{" "}
            <Link to={`/exceptions/${record.id}/evidence`}>Evidence</Link>.
          </>
        }
        error={errors.evidence}
        defaultValue={typed.evidence}
        className="short"
        rows={2}
      />
    </>
  );
}
