import { type ReportKind, rhythms } from "#app/scheduled-reports/report.ts";
import type { TypedReport } from "#app/scheduled-reports/report-form.ts";
import { weekdays } from "#app/scheduled-reports/report-words.ts";
import { Banner } from "./banner.tsx";
import { Card } from "./card.tsx";
import { Ticks } from "./choices.tsx";
import { type FieldErrors, SelectField, TextAreaField, TextField } from "./field.tsx";
import { Switch } from "./policy-fields.tsx";

type Props = {
  kind: ReportKind;
  typed: TypedReport;
  errors: FieldErrors;
  people: readonly { value: string; label: string }[];
  timeZone: string;
};

/** What a report is called, when it comes and to whom. */
export function ReportFields({ kind, typed, errors, people, timeZone }: Props) {
  const rhythm = rhythms[kind];
  return (
    <div className="stack-wide">
      <Card title="When" aside={`By the clocks of ${timeZone}`}>
        <TextField name="name" label="Name" error={errors.name} defaultValue={typed.name} />
        <div className="halves">
          {rhythm === "week" && (
            <SelectField name="weekday" label="Day" error={errors.weekday} defaultValue={typed.weekday}>
              {weekdays.map((day, index) => (
                <option key={day} value={index + 1}>
                  {day}
                </option>
              ))}
            </SelectField>
          )}
          {(rhythm === "month" || rhythm === "quarter") && (
            <TextField
              name="monthDay"
              type="number"
              min={1}
              max={28}
              label={rhythm === "month" ? "Day of the month" : "Day of the quarter’s first month"}
              error={errors.monthDay}
              defaultValue={typed.monthDay}
            />
          )}
          <TextField name="time" type="time" label="Time" error={errors.time} defaultValue={typed.time} />
        </div>
        <Switch
          name="isOn"
          label="Send it"
          text="From the next time on. What was due before is not sent."
          isOn={typed.isOn}
          error={errors.isOn}
        />
      </Card>
      <Card title="To whom">
        <Ticks
          name="userIds"
          legend="People"
          hint="Whoever is barred or has lost every role when it leaves gets nothing."
          errors={errors}
          choices={people}
          chosen={typed.userIds}
        />
        <Banner tone="caution">
          A report names exceptions, and people who have no second factor. What is sent outside cannot be taken back.
        </Banner>
        <TextAreaField
          name="addresses"
          label="Addresses outside the register"
          rows={2}
          spellCheck={false}
          hint="One a line. Adding one asks you for a factor."
          error={errors.addresses}
          defaultValue={typed.addresses}
        />
      </Card>
    </div>
  );
}
