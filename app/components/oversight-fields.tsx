import type { Category } from "#app/register/category.ts";
import { reviewOutcomes } from "#app/register/command-schemas.ts";
import { outcomeTexts } from "#app/register/describe-oversight.ts";
import type { Exception } from "#app/register/exception.ts";
import { extensionLimits } from "#app/register/extension-limits.ts";
import { type Choice, Choices } from "./choices.tsx";
import { exactIn } from "./exact-in.ts";
import { type FieldErrors, SelectField } from "./field.tsx";
import { TimeField } from "./time-field.tsx";
import { useTimeZone } from "./time-zone-context.tsx";

type Props = {
  command: "validate" | "review" | "report_progress" | "request_extension";
  record: Exception;
  category: Category;
  errors: FieldErrors;
  typed: Readonly<Record<string, string>>;
};

/** What is asked, beside the reasons, about an exception that is in force. */
export function OversightFields({ command, record, category, errors, typed }: Props) {
  switch (command) {
    case "validate":
      return (
        <SelectField name="result" label="Result" error={errors.result} defaultValue={typed.result ?? ""}>
          <option value="">Choose</option>
          <option value="passed">Passed: it works as approved and lets in nobody else</option>
          <option value="failed">Failed: it is put on hold</option>
        </SelectField>
      );
    case "review":
      return (
        <>
          <Choices
            name="outcome"
            legend="What happens with it"
            error={errors.outcome}
            chosen={typed.outcome ?? ""}
            choices={outcomes}
          />
          <TimeField
            name="ends_at"
            label="New end"
            hint="Only to shorten it"
            error={errors.ends_at}
            value={typed.ends_at ?? ""}
            max={record.endsAt}
          />
        </>
      );
    case "report_progress":
      return (
        <>
          <SelectField name="milestone" label="Milestone" error={errors.milestone} defaultValue={typed.milestone ?? ""}>
            <option value="">Choose</option>
            {record.milestones.map(({ title, doneAt }) => (
              <option key={title} value={title}>
                {title}
                {doneAt ? " (reached)" : ""}
              </option>
            ))}
          </SelectField>
          <Choices
            name="is_done"
            legend="Is it reached?"
            error={errors.is_done}
            chosen={typed.is_done ?? ""}
            choices={reached}
          />
        </>
      );
    case "request_extension":
      return <LaterEnd {...{ record, category, errors, typed }} />;
    default:
      return command satisfies never;
  }
}

function LaterEnd({ record, category, errors, typed }: Omit<Props, "command">) {
  const timeZone = useTimeZone();
  const { latestEnd, left } = extensionLimits(record, category);
  const leftText = left === null ? "" : `; ${left === 1 ? "1 extension is" : `${left} extensions are`} left`;
  return (
    <TimeField
      name="ends_at"
      label="New end"
      hint={
        latestEnd === null ? "It cannot be extended any more." : `At most ${exactIn(latestEnd, timeZone)}${leftText}`
      }
      error={errors.ends_at}
      value={typed.ends_at ?? ""}
      min={record.endsAt}
      max={latestEnd ?? undefined}
    />
  );
}

const outcomes: readonly Choice[] = reviewOutcomes.map((value) => {
  const { label, text } = outcomeTexts[value];
  return { value, label, text };
});

const reached: readonly Choice[] = [
  { value: "yes", label: "Yes" },
  { value: "no", label: "No, not yet after all" },
];
