import type { Category } from "#app/register/category.ts";
import { longestEmergencyHours } from "#app/register/command-schemas.ts";
import type { Exception } from "#app/register/exception.ts";
import type { Command } from "#app/register/lifecycle.ts";
import type { RatingFloor } from "#app/register/rating-floor.ts";
import { ClosureFields } from "./closure-fields.tsx";
import { exactIn } from "./exact-in.ts";
import { type FieldErrors, TextAreaField, TextField } from "./field.tsx";
import { OversightFields } from "./oversight-fields.tsx";
import { RatingChoice } from "./rating-choice.tsx";
import { RiskField } from "./risk-field.tsx";
import { TimeField } from "./time-field.tsx";
import { useTimeZone } from "./time-zone-context.tsx";

type Props = {
  command: Command;
  record: Exception;
  category: Category;
  /** The least rating, where one is about to be given. */
  floor: RatingFloor | null;
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
export function CommandFields({ command, record, category, floor, errors, typed }: Props) {
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
          <RatingChoice {...{ floor, errors, typed }} />
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
          <TextField
            name="where"
            label="Where it was changed"
            hint="The system, and the place in it, such as the name of the sign-in policy"
            error={errors.where}
            defaultValue={typed.where}
          />
          <TextAreaField
            name="what"
            label="What was changed"
            hint="So that somebody else can find it, and take it back at the end"
            error={errors.what}
            defaultValue={typed.what}
            rows={3}
          />
          {comment}
        </>
      );
    case "close":
      return <ClosureFields {...{ record, errors, typed }} />;
    case "approve":
      return (
        <>
          <ShorterTerm {...{ record, errors, typed }} />
          {comment}
        </>
      );
    case "grant_emergency":
      return (
        <>
          <TextField
            name="hours"
            label="For how many hours"
            hint={`1 to ${longestEmergencyHours}, and no longer than its own end`}
            type="number"
            inputMode="numeric"
            className="short"
            error={errors.hours}
            defaultValue={typed.hours ?? longestEmergencyHours}
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

function ShorterTerm({ record, errors, typed }: Pick<Props, "record" | "errors" | "typed">) {
  const timeZone = useTimeZone();
  const end = record.extension?.endsAt ?? record.endsAt;
  return (
    <TimeField
      name="ends_at"
      label="Shorten the term to"
      hint={`Leave it empty to agree to ${exactIn(end, timeZone)}.`}
      error={errors.ends_at}
      value={typed.ends_at ?? ""}
      max={end}
    />
  );
}

function residualLegend({ compensatingControls }: Exception): string {
  const count = compensatingControls.length;
  return count === 0 ? "Residual risk" : `Residual risk, with ${count === 1 ? "its control" : `its ${count} controls`}`;
}
