import type { MailRules } from "#app/mail/choices.ts";
import { choosable, modesFor } from "#app/mail/mail-modes.ts";
import { modeWords, topicWords } from "#app/mail/topic-words.ts";
import { Card } from "./card.tsx";
import { type Choice, Choices } from "./choices.tsx";
import { type FieldErrors, SelectField, TextField } from "./field.tsx";

type Props = {
  /** What is chosen, or was typed, by field. */
  values: Readonly<Record<string, string>>;
  /** What holds where nothing is chosen, and who says so. */
  otherwise: MailRules;
  whoSays: string;
  /** A person may live by other clocks than their workspace. */
  hasOwnZone: boolean;
  errors: FieldErrors;
};

/** How one is mailed: topic by topic, when in the day, and when not. */
export function NotificationFields({ values, otherwise, whoSays, hasOwnZone, errors }: Props) {
  return (
    <>
      <Card title="What is mailed">
        <div className="halves">
          {choosable.map((topic) => (
            <SelectField
              key={topic}
              name={`modes.${topic}`}
              label={topicWords[topic].label}
              hint={topicWords[topic].text}
              error={errors[`modes.${topic}`]}
              defaultValue={values[`modes.${topic}`] ?? ""}
            >
              <option value="">{`${whoSays}: ${modeWords[otherwise.modes[topic]].toLowerCase()}`}</option>
              {modesFor(topic).map((mode) => (
                <option key={mode} value={mode}>
                  {modeWords[mode]}
                </option>
              ))}
            </SelectField>
          ))}
        </div>
        <p className="hint">
          “{topicWords.account.label}” and “{topicWords.alarms.label}” are always mailed at once: whoever took an
          account over would like them to be late. The inbox has everything, however it is mailed.
        </p>
      </Card>
      <Card title="When">
        <SelectField
          name="digestHour"
          label="Hour of the daily mail"
          hint="One mail with everything that was to wait for it"
          error={errors.digestHour}
          defaultValue={values.digestHour ?? ""}
        >
          <option value="">{`${whoSays}: ${hourText(otherwise.digestHour)}`}</option>
          {Array.from({ length: 24 }, (_nothing, hour) => (
            <option key={hourText(hour)} value={hour}>
              {hourText(hour)}
            </option>
          ))}
        </SelectField>
        <QuietHours {...{ values, otherwise, whoSays, errors }} />
        {hasOwnZone && (
          <TextField
            name="timeZone"
            label="Time zone"
            hint={`Empty for that of the workspace, ${otherwise.timeZone}`}
            error={errors.timeZone}
            defaultValue={values.timeZone ?? ""}
            autoComplete="off"
          />
        )}
      </Card>
    </>
  );
}

type QuietProps = Pick<Props, "values" | "otherwise" | "whoSays" | "errors">;

function QuietHours({ values, otherwise, whoSays, errors }: QuietProps) {
  const usual = otherwise.quiet ? `From ${otherwise.quiet.from} to ${otherwise.quiet.to}.` : "None.";
  const choices: Choice[] = [
    { value: "", label: whoSays, text: usual },
    { value: "none", label: "None", text: "Mail leaves at any hour." },
    { value: "own", label: "These", text: "What is not urgent waits until they end." },
  ];
  return (
    <>
      <Choices
        name="quiet"
        legend="Quiet hours"
        hint="Alarms, and what is about your account, come through at any hour."
        error={errors.quiet}
        choices={choices}
        chosen={values.quiet ?? ""}
      />
      <div className="halves">
        <TextField
          name="quietFrom"
          type="time"
          label="From"
          error={errors.quietFrom}
          defaultValue={values.quietFrom ?? ""}
        />
        <TextField
          name="quietTo"
          type="time"
          label="To"
          hint="May be on the next morning"
          error={errors.quietTo}
          defaultValue={values.quietTo ?? ""}
        />
      </div>
    </>
  );
}

function hourText(hour: number): string {
  return `${String(hour).padStart(2, "0")}:00`;
}
