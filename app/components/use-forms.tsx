import { Form } from "@remix-run/react";
import { useClasses, useGapWords } from "#app/break-glass/use.ts";
import type { UseView } from "#app/break-glass/use-views.server.ts";
import { Button } from "./button.tsx";
import { Card } from "./card.tsx";
import { Choices } from "./choices.tsx";
import { type FieldErrors, SelectField, TextAreaField } from "./field.tsx";
import { useClassWords } from "./use-words.ts";

type Props = { view: UseView; errors: FieldErrors; typed: Readonly<Record<string, string>> };

/** Says what a use was, and who signed in. */
export function ClassifyForm({ view: { use, people }, errors, typed }: Props) {
  return (
    <Card title={use.classification ? "Say it anew" : "What was it?"} isAct={use.classification === null}>
      <Form method="post" noValidate className="stack">
        <input type="hidden" name="intent" value="classify" />
        <Choices
          name="classification"
          legend="It was"
          error={errors.classification}
          choices={useClasses.map((value) => ({ value, ...useClassWords[value] }))}
          chosen={typed.classification ?? use.classification ?? ""}
        />
        <SelectField
          name="signed_in_by"
          label="Who signed in"
          hint="The person, not the account. They cannot be the one who closes it."
          error={errors.signed_in_by}
          defaultValue={typed.signed_in_by ?? use.signedInBy ?? ""}
        >
          <option value="">Nobody knows</option>
          {people.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </SelectField>
        <TextAreaField
          name="explanation"
          label="How do you know?"
          hint="Who was asked, which ticket, which log"
          error={errors.explanation}
          defaultValue={typed.explanation ?? (use.classifiedBy ? (use.explanation ?? "") : "")}
          rows={3}
        />
        <Button look={use.classification ? "normal" : "primary"}>Save</Button>
      </Form>
    </Card>
  );
}

const parts = [
  ["what_happened", "whatHappened", "What happened", "From the first sign to the last."],
  ["why_needed", "whyNeeded", "Why the account was needed", "What else was tried, and why it did not do."],
  ["what_was_done", "whatWasDone", "What was done with it", "Which changes were made, which data was seen."],
  ["what_would_avoid", "whatWouldAvoid", "What would have avoided it", "So that it is not needed the next time."],
] as const;

/** What came of a use, told by those who were there. */
export function PostMortemFields({ view: { use }, errors, typed }: Props) {
  return (
    <Card title="Post-mortem" aside={use.postMortem ? "written" : "open"}>
      <Form method="post" noValidate className="stack">
        <input type="hidden" name="intent" value="post_mortem" />
        {parts.map(([name, key, label, hint]) => (
          <TextAreaField
            key={name}
            name={name}
            label={label}
            hint={hint}
            error={errors[name]}
            defaultValue={typed[name] ?? use.postMortem?.[key] ?? ""}
            rows={2}
          />
        ))}
        <Button>{use.postMortem ? "Save the changes" : "Save"}</Button>
      </Form>
    </Card>
  );
}

/** What was written down, for those who only read it. */
export function PostMortem({ view: { use } }: { view: UseView }) {
  if (use.postMortem === null) return null;
  return (
    <Card title="Post-mortem">
      <dl className="facts">
        {parts.flatMap(([name, key, label]) => [
          <dt key={`${name}-term`}>{label}</dt>,
          <dd key={name}>{use.postMortem?.[key]}</dd>,
        ])}
      </dl>
    </Card>
  );
}

/** Closes a use, once nothing lacks and by somebody else than those who were in it. */
export function CloseUse({ view: { gaps, isOther } }: { view: UseView }) {
  return (
    <Card title="Close it">
      <Form method="post" className="stack">
        <input type="hidden" name="intent" value="close" />
        {gaps.length > 0 && (
          <>
            <p className="hint">Before it can be closed:</p>
            <ul>
              {gaps.map((gap) => (
                <li key={gap}>{useGapWords[gap]}</li>
              ))}
            </ul>
          </>
        )}
        {!isOther && (
          <p className="hint">You signed in or said what it was, so somebody else closes it: that takes two people.</p>
        )}
        <Button aria-disabled={gaps.length > 0 || !isOther || undefined}>Close the use</Button>
      </Form>
    </Card>
  );
}
