import type { CategoryTyped } from "#app/categories/category-form.ts";
import { fieldLabels, silenceTexts } from "#app/categories/category-texts.ts";
import { silences } from "#app/register/category.ts";
import { Card } from "./card.tsx";
import { CategoryRatings } from "./category-ratings.tsx";
import { Choices } from "./choices.tsx";
import { type FieldErrors, SelectField, TextAreaField, TextField } from "./field.tsx";
import { Switch } from "./policy-fields.tsx";

type Props = { typed: CategoryTyped; errors: FieldErrors };

/** Everything that a category allows and asks for, to be edited. */
export function CategoryFields({ typed: { fields, parts }, errors }: Props) {
  const text = (name: "label" | "summary") => ({
    name,
    label: fieldLabels[name],
    error: errors[name],
    defaultValue: fields[name],
  });
  const days = (name: keyof typeof fieldLabels, hint?: string) => (
    <TextField
      name={name}
      label={fieldLabels[name]}
      hint={hint}
      inputMode="numeric"
      error={errors[name]}
      defaultValue={fields[name]}
    />
  );
  return (
    <>
      <Card title="What it is">
        <TextField {...text("label")} maxLength={60} />
        <TextAreaField {...text("summary")} maxLength={300} className="short" rows={2} />
        <Switch
          name="isEnabled"
          label="Open to new exceptions"
          text="Closed, nobody can submit a new one; those that were submitted go on."
          isOn={fields.isEnabled === "on"}
        />
        <Switch
          name="reasonIsPrivate"
          label={fieldLabels.reasonIsPrivate}
          text="Everybody else who sees the record reads everything but the reason."
          isOn={fields.reasonIsPrivate === "on"}
        />
      </Card>
      <Card title="How long" aside="in days">
        <div className="pair">
          {days("defaultTermDays", "Where no end is named")}
          {days("mostTermDays", "From start to end")}
        </div>
        <div className="pair">
          {days("extensionDays", "The most that one adds")}
          {days("mostExtensions", "How many; empty for no limit")}
        </div>
        <div className="pair">
          {days("lifetimeDays", "With all extensions; empty for no limit")}
          {days("dormantAfterDays", "Without any use; empty for never")}
        </div>
        <div className="pair">{days("rotateEveryDays", "Those that rest on it, by two people; empty for none")}</div>
      </Card>
      <Card title="Who approves, and how often it is reviewed" isFlush>
        <CategoryRatings fields={fields} errors={errors} />
        <p className="body small muted">
          How many people of each body have to approve, 0 for none. Every body that is named has to, and all of them are
          different people.
        </p>
      </Card>
      <Card title="When a review is not answered">
        <div className="pair">
          {days("firstReviewDays", "In days; empty for as often as the others")}
          {days("graceDays", "In days; reminded at once, warned half-way")}
        </div>
        <div className="three">
          <Choices
            name="silence"
            legend="After the grace"
            error={errors.silence}
            chosen={fields.silence ?? ""}
            choices={silences.map((value) => ({ value, ...silenceTexts[value] }))}
          />
        </div>
      </Card>
      <Card title="What each must carry">
        <fieldset id="mustCarry" tabIndex={-1} className="entries">
          <legend className="sr">Parts</legend>
          <span className="hint">Each is a field of the form. Empty a name to take the part away.</span>
          {errors.mustCarry && <p className="error">{errors.mustCarry}</p>}
          {parts.map((part, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows of a form have no other name than their place
            <PartFields key={index} {...{ part, index, errors }} />
          ))}
        </fieldset>
      </Card>
    </>
  );
}

type PartProps = { part: CategoryTyped["parts"][number]; index: number; errors: FieldErrors };

function PartFields({ part, index, errors }: PartProps) {
  const field = (name: string, label: string) => ({
    name: `part.${name}`,
    label,
    "aria-label": `${label}, part ${index + 1}`,
    idPrefix: `${index}.`,
    error: errors[`${index}.part.${name}`],
  });
  return (
    <div className="entry">
      <input type="hidden" name="part.key" value={part.key} />
      <TextField {...field("label", "Name")} defaultValue={part.label} />
      <TextField {...field("hint", "Hint")} defaultValue={part.hint} />
      <SelectField {...field("need", "Needed")} defaultValue={part.need}>
        <option value="required">Required</option>
        <option value="optional">Optional</option>
      </SelectField>
    </div>
  );
}
