import { effects, factorKinds } from "#app/engine/types.ts";
import { daysText } from "#app/register/category-words.ts";
import { effectTexts, factorLabels } from "#app/register/describe.ts";
import { Choices, Ticks } from "./choices.tsx";
import { type FieldErrors, TextField } from "./field.tsx";
import { type IntakeChoices, type IntakeContent, offeredCategories } from "./intake-content.ts";
import { IntakeScope } from "./intake-scope.tsx";
import { PickField } from "./pick-field.tsx";

type Props = {
  content: IntakeContent;
  choices: IntakeChoices;
  errors: FieldErrors;
  userNames: Readonly<Record<string, string>>;
  now: string;
};

/** What kind of exception, what it lowers, for whom and where. */
export function IntakeWhat({ content, choices, errors, userNames, now }: Props) {
  const nameOf = (id: string) => userNames[id] ?? id;
  const { beneficiaryId } = content;
  return (
    <>
      <Choices
        name="category"
        legend="Category"
        hint="It sets how long an exception may run and what it has to carry."
        error={errors.category}
        chosen={content.category ?? ""}
        choices={offeredCategories(choices, content.category).map((category) => ({
          value: category.id,
          label: category.label,
          text: `${category.summary} At most ${daysText(category.mostTermDays)}.`,
        }))}
      />
      <TextField
        name="title"
        label="Title"
        hint="What a reviewer understands in a year, as “IMAP polling for the claims mailbox”"
        error={errors.title}
        defaultValue={content.title}
        maxLength={200}
      />
      <Choices
        name="effect"
        legend="What it lowers"
        error={errors.effect}
        chosen={content.effect ?? "waive_mfa"}
        choices={effects.map((value) => ({ value, ...effectTexts[value] }))}
      />
      <div className="if-factors">
        <Ticks
          name="factors"
          legend="Factors allowed in addition"
          hint="Only for “Other factors”."
          errors={errors}
          choices={factorKinds.map((value) => ({ value, label: factorLabels[value] }))}
          chosen={content.factors ?? []}
        />
      </div>
      <Choices
        name="for"
        legend="Who is it for?"
        chosen={beneficiaryId === null || beneficiaryId === undefined ? "me" : "other"}
        choices={[
          { value: "me", label: "Me, a service or a team", text: "Name yourself, the service or the team below." },
          {
            value: "other",
            label: "Somebody else",
            text: "They are told when you submit it, and cannot approve it.",
          },
        ]}
      />
      <div className="if-other">
        <TextField
          name="beneficiaryId"
          type="email"
          label="Their e-mail address"
          hint="Only where it is for somebody else. Whom the exception covers is named below all the same."
          error={errors.beneficiaryId}
          defaultValue={beneficiaryId ? nameOf(beneficiaryId) : ""}
        />
      </div>
      {errors.scope && (
        <p className="error" id="scope">
          {errors.scope}
        </p>
      )}
      <PickField
        name="scope.users"
        label="People"
        hint="One e-mail address a line"
        error={errors["scope.users"]}
        values={(content.scope?.users ?? []).map(nameOf)}
        kind="user"
        addLabel="Find a person"
      />
      <IntakeScope scope={content.scope} startsAt={content.startsAt ?? now} {...{ choices, errors }} />
    </>
  );
}
