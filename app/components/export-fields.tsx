import type { TypedExport } from "#app/exports/export-form.ts";
import { type ExportFormat, type ExportKind, exportKindFacts, formatLabels } from "#app/exports/export-kinds.ts";
import { type Column, columnLabels } from "#app/register/columns.ts";
import { Choices } from "./choices.tsx";
import { type FieldErrors, TextField } from "./field.tsx";
import { TimeField } from "./time-field.tsx";

type Props = {
  kind: ExportKind;
  typed: TypedExport;
  errors: FieldErrors;
  /** The filters that it was come with, in words. */
  filter: string;
  /** The columns that the person's list shows. */
  shown: readonly Column[];
};

const uses: Record<ExportFormat, string> = {
  csv: "For spreadsheets and scripts. A cell that a spreadsheet would run as a formula is text.",
  xlsx: "Opens in Excel as it is, with a heading row that stays in sight.",
  jsonl: "One object a line, for programs; lists stay lists.",
  pdf: "For reading and signing; up to 2,000 rows.",
  json: "One document, for programs.",
  zip: "An archive.",
};

/** What is asked of an export: format, which rows, and of when. */
export function ExportFields({ kind, typed, errors, filter, shown }: Props) {
  const { formats, knowsPast, hasPeriod } = exportKindFacts[kind];
  return (
    <>
      <input type="hidden" name="kind" value={kind} />
      <input type="hidden" name="query" value={typed.query} />
      <Choices
        name="format"
        legend="Format"
        error={errors.format}
        choices={formats.map((value) => ({ value, label: formatLabels[value], text: uses[value] }))}
        chosen={typed.format || (formats[0] ?? "")}
      />
      {typed.query !== "" && (
        <Choices
          name="scope"
          legend="Which rows"
          error={errors.query}
          choices={[
            { value: "filter", label: "What the screen showed", text: filter },
            { value: "all", label: "Everything", text: "Every row that you may see." },
          ]}
          chosen={typed.scope}
        />
      )}
      {kind === "register" && (
        <Choices
          name="columns"
          legend="Which columns"
          choices={[
            { value: "all", label: "Every field", text: "All that a record says, also what the list has no room for." },
            {
              value: "shown",
              label: "As your list shows them",
              text: `Title, id, category; ${shown.map((column) => columnLabels[column].toLowerCase()).join(", ")}.`,
            },
          ]}
          chosen={typed.columns}
        />
      )}
      {knowsPast && (
        <TimeField
          name="as_of"
          label="As it stood at"
          hint="Empty for as it is now."
          value={typed.as_of}
          error={errors.as_of}
        />
      )}
      {hasPeriod && (
        <div className="halves">
          <TextField name="from" label="From" type="date" defaultValue={typed.from} error={errors.from} />
          <TextField name="to" label="To and with" type="date" defaultValue={typed.to} error={errors.to} />
        </div>
      )}
    </>
  );
}
