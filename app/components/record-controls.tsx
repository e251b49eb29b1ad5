import { Form } from "@remix-run/react";
import { CircleCheck, CircleDashed, CircleX, ClockAlert, type LucideIcon } from "lucide-react";
import type { CheckResult, ControlState } from "#app/controls/control-states.ts";
import { Badge } from "./badge.tsx";
import { Button } from "./button.tsx";
import { Card } from "./card.tsx";
import { Choices } from "./choices.tsx";
import { ErrorSummary } from "./error-summary.tsx";
import { type FieldErrors, SelectField, TextAreaField } from "./field.tsx";
import { dateOf } from "./relative-time.ts";
import type { Tone } from "./state-labels.ts";

/** A control with the name of who checked it last. */
export type ShownControl = ControlState & { checker: string | null };

export type ControlsData = {
  controls: readonly ShownControl[];
  /** Why the caller cannot say that one was checked; null when they can. */
  whyNot: string | null;
};

type Props = ControlsData & {
  typed: Readonly<Record<string, string>>;
  errors: FieldErrors;
};

/** What makes up for the missing factor, whether it is known to work, and where one says so. */
export function RecordControls({ controls, whyNot, typed, errors }: Props) {
  return (
    <Card title="Compensating controls" aside={controls.length}>
      {controls.length === 0 && <p className="small muted">None are named.</p>}
      <ul className="checklist">
        {controls.map((control) => (
          <ControlLine key={control.name} control={control} />
        ))}
      </ul>
      {whyNot === null && controls.length > 0 && <CheckForm {...{ controls, typed, errors }} />}
      {whyNot !== null && controls.length > 0 && <p className="hint mt-3">{whyNot}</p>}
    </Card>
  );
}

type Standing = { label: string; tone: Tone; icon: LucideIcon };

function standingOf({ last, isOverdue }: ControlState): Standing {
  if (last?.result === "failed") return { label: "Failed its check", tone: "danger", icon: CircleX };
  if (isOverdue) return { label: "Check overdue", tone: "caution", icon: ClockAlert };
  if (last) return { label: "Works", tone: "good", icon: CircleCheck };
  return { label: "Not checked yet", tone: "neutral", icon: CircleDashed };
}

function ControlLine({ control }: { control: ShownControl }) {
  const { name, howChecked, checkEveryDays, last, dueAt, isOverdue, checker } = control;
  const { label, tone, icon: Icon } = standingOf(control);
  return (
    <li className={`tone-${tone}`}>
      <Icon aria-hidden="true" />
      <span>
        {name} <Badge tone={tone}>{label}</Badge>
        <span className="two">{howChecked || "Not said how it is checked"}</span>
        {last && (
          <span className="two">
            Checked <time dateTime={last.at}>{dateOf(last.at)}</time> by {checker ?? "somebody"}: {last.note}
          </span>
        )}
        {dueAt && (
          <span className="two">
            {isOverdue ? "Was due" : "Due"} <time dateTime={dueAt}>{dateOf(dueAt)}</time>, every{" "}
            {checkEveryDays === 1 ? "day" : `${checkEveryDays} days`}
          </span>
        )}
      </span>
    </li>
  );
}

const results: Record<CheckResult, { label: string; text: string }> = {
  passed: { label: "It works", text: "Its next check counts from now." },
  failed: { label: "It does not", text: "The owner is told at once." },
};

type FormProps = Pick<Props, "controls" | "typed" | "errors">;

function CheckForm({ controls, typed, errors }: FormProps) {
  return (
    <details className="fold mt-3" open={Object.keys(errors).length > 0}>
      <summary>Record a check</summary>
      <Form method="post" noValidate className="mt-3">
        <ErrorSummary errors={errors} title="This was not recorded" />
        <SelectField name="control" label="Control" error={errors.control} defaultValue={typed.control}>
          {controls.map(({ name }) => (
            <option key={name}>{name}</option>
          ))}
        </SelectField>
        <Choices
          name="result"
          legend="What was found"
          error={errors.result}
          chosen={typed.result ?? ""}
          choices={(["passed", "failed"] as const).map((value) => ({ value, ...results[value] }))}
        />
        <TextAreaField
          name="note"
          label="Note"
          hint="What was looked at, and where it can be seen again."
          error={errors.note}
          defaultValue={typed.note}
          maxLength={1000}
          className="short"
          rows={2}
        />
        <Button look="primary">Record the check</Button>
      </Form>
    </details>
  );
}
