import { devicePostures, effects, factorKinds, protocols } from "#app/engine/types.ts";
import { effectTexts, factorLabels } from "#app/register/describe.ts";
import { Choices, Ticks } from "./choices.tsx";
import { type FieldErrors, TextAreaField, TextField } from "./field.tsx";
import type { IntakeChoices, IntakeContent } from "./intake-content.ts";

type Props = {
  content: IntakeContent;
  choices: IntakeChoices;
  errors: FieldErrors;
  userNames: Readonly<Record<string, string>>;
};

/** What kind of exception, what it lowers, for whom and where. */
export function IntakeWhat({ content, choices, errors, userNames }: Props) {
  const scope = content.scope;
  return (
    <>
      <Choices
        name="category"
        legend="Category"
        hint="It sets how long an exception may run and what it has to carry."
        error={errors.category}
        chosen={content.category ?? ""}
        choices={choices.categories.map((category) => ({
          value: category.id,
          label: category.label,
          text: `${category.summary} At most ${category.mostTermDays} days.`,
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
      <Ticks
        name="factors"
        legend="Factors allowed in addition"
        hint="Only for “Other factors”."
        errors={errors}
        choices={factorKinds.map((value) => ({ value, label: factorLabels[value] }))}
        chosen={content.factors ?? []}
      />
      {errors.scope && (
        <p className="error" id="scope">
          {errors.scope}
        </p>
      )}
      <TextAreaField
        name="scope.users"
        label="People"
        hint="One e-mail address a line"
        error={errors["scope.users"]}
        defaultValue={scope?.users.map((id) => userNames[id] ?? id).join("\n")}
        className="short"
        rows={2}
      />
      {directoryFields.map(({ key, label, hint }) => (
        <DirectoryField
          key={key}
          name={`scope.${key}`}
          label={label}
          hint={hint}
          error={errors[`scope.${key}`]}
          known={choices.directory[key]}
          chosen={scope?.[key] ?? []}
        />
      ))}
      <TextAreaField
        name="scope.networks"
        label="Networks"
        hint="One a line, as 10.24.8.0/28. Left empty, from anywhere."
        error={errors["scope.networks"]}
        defaultValue={scope?.networks.join("\n")}
        className="short"
        rows={2}
      />
      <Ticks
        name="scope.protocols"
        legend="Protocols"
        hint="Needed for a legacy protocol."
        errors={errors}
        choices={protocols.map((value) => ({ value, label: value.replace("_", " ").toUpperCase() }))}
        chosen={scope?.protocols ?? []}
      />
      <Ticks
        name="scope.devices"
        legend="Devices"
        hint="Left empty, from any device."
        errors={errors}
        choices={devicePostures.map((value) => ({ value, label: value.charAt(0).toUpperCase() + value.slice(1) }))}
        chosen={scope?.devices ?? []}
      />
    </>
  );
}

const directoryFields = [
  { key: "servicePrincipals", label: "Service principals", hint: "One id a line." },
  { key: "groups", label: "Groups", hint: "One id a line. A group needs an application or a network beside it." },
  {
    key: "roles",
    label: "Directory roles",
    hint: "One id a line. A role needs an application or a network beside it.",
  },
  { key: "applications", label: "Applications", hint: "One id a line. Left empty, at every application." },
] as const;

type DirectoryProps = {
  name: string;
  label: string;
  hint: string;
  error: string | undefined;
  known: readonly { id: string; name: string }[];
  chosen: readonly string[];
};

/** A list of ids, with what the directory knows to copy from. */
function DirectoryField({ name, label, hint, error, known, chosen }: DirectoryProps) {
  return (
    <TextAreaField
      name={name}
      label={label}
      hint={
        <>
          {hint}
          {known.length > 0 &&
            ` Known here: ${known
              .slice(0, 8)
              .map(({ id }) => id)
              .join(", ")}${known.length > 8 ? ", …" : ""}`}
        </>
      }
      error={error}
      defaultValue={chosen.join("\n")}
      className="short"
      rows={2}
    />
  );
}
