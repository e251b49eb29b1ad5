import type { Category } from "#app/register/category.ts";
import type { Exception } from "#app/register/exception.ts";
import type { Command } from "#app/register/lifecycle.ts";
import { DateTimeField } from "./date-time-field.tsx";
import { type FieldErrors, TextAreaField, TextField } from "./field.tsx";
import { OversightFields } from "./oversight-fields.tsx";
import { exact } from "./relative-time.ts";
import { RiskField } from "./risk-field.tsx";

type Props = {
  command: Command;
  record: Exception;
  category: Category;
  errors: FieldErrors;
  typed: Readonly<Record<string, string>>;
};

const commentHints: Partial<Record<Command, string>> = {
  request_changes: "The requestor sees it and answers to it.",
  reject: "The requestor sees it. Needed.",
  revoke: "Say why it ends now. Needed.",
  grant_emergency: "What the emergency is. Everybody who is skipped reads it. Needed.",
  validate: "What was tested and what shows the result. Needed.",
  review: "What the decision rests on. Needed.",
  request_extension: "Why it has to last longer. Needed.",
  suspend: "Say why it is put on hold. Needed.",
  resume: "Say why it may count again. Needed.",
  assess: "How you came to the rating, for the approvers. Needed.",
};

/** What a command asks for beside the button. */
export function CommandFields({ command, record, category, errors, typed }: Props) {
  const comment = (
    <TextAreaField
      name="comment"
      label={command === "assess" ? "Reasons for the rating" : "Comment"}
      hint={commentHints[command] ?? "Everyone who sees the record sees it."}
      error={errors.comment}
      defaultValue={typed.comment}
      rows={3}
    />
  );
  switch (command) {
    case "assess":
      return (
        <>
          <RiskField residualLegend={residualLegend(record)} {...{ errors, typed }} />
          {comment}
        </>
      );
    case "implement":
      return (
        <>
          <TextField
            name="change_reference"
            label="Change reference"
            hint="The change with which it was put in place, as CHG-1234"
            error={errors.change_reference}
            defaultValue={typed.change_reference}
          />
          {comment}
        </>
      );
    case "close":
      return (
        <>
          {closureFields.map(({ name, label, hint }) => (
            <TextAreaField
              key={name}
              {...{ name, label, hint }}
              error={errors[name]}
              defaultValue={typed[name]}
              className="short"
              rows={2}
            />
          ))}
        </>
      );
    case "approve":
      return (
        <>
          <DateTimeField
            name="ends_at"
            label="Shorten the term to"
            hint={`Leave it empty to agree to ${exact(record.extension?.endsAt ?? record.endsAt)}.`}
            error={errors.ends_at}
            value={typed.ends_at ?? ""}
            max={record.extension?.endsAt ?? record.endsAt}
          />
          {comment}
        </>
      );
    case "validate":
    case "review":
    case "report_progress":
    case "request_extension":
      return (
        <>
          <OversightFields {...{ command, record, category, errors, typed }} />
          {comment}
        </>
      );
    default:
      return comment;
  }
}

const closureFields = [
  { name: "evidence", label: "Evidence", hint: "What shows that it has ended: a change, a test, a screenshot's place" },
  { name: "replaced_by", label: "Replaced by", hint: "What is used instead, or nothing" },
  { name: "would_have_avoided", label: "What would have avoided it", hint: "So that the next one is not needed" },
];

function residualLegend({ compensatingControls }: Exception): string {
  const count = compensatingControls.length;
  return count === 0 ? "Residual risk" : `Residual risk, with ${count === 1 ? "its control" : `its ${count} controls`}`;
}
