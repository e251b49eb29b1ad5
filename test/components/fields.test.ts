import { jsx } from "react/jsx-runtime";
import { expect, test } from "vitest";
import { Choices } from "#app/components/choices.tsx";
import { ErrorSummary } from "#app/components/error-summary.tsx";
import { SelectField, TextAreaField, TextField } from "#app/components/field.tsx";
import { RiskField } from "#app/components/risk-field.tsx";
import { TimeField } from "#app/components/time-field.tsx";
import { TimeZoneContext } from "#app/components/time-zone-context.tsx";
import { markup, textOf } from "./markup.ts";

const choices = [
  { value: "off", label: "Off" },
  { value: "required", label: "Required" },
];

test("a field is named by its label and described by its hint and its error, in this order", () => {
  const html = markup(jsx(TextField, { name: "until", label: "Ends", hint: "At most 30 days", error: "Too late" }));
  expect(html).toContain('<label for="until">Ends</label>');
  expect(html).toMatch(/<input[^>]*id="until"[^>]*aria-describedby="until-hint until-error"[^>]*aria-invalid="true"/);
  expect(html.indexOf("until-hint")).toBeLessThan(html.indexOf('id="until-error"'));
  expect(html.indexOf('id="until-error"')).toBeLessThan(html.indexOf("<input"));
});

test("an error says that it is one, beside its colour", () => {
  const html = markup(jsx(SelectField, { name: "protocol", label: "Protocol", error: "Choose one" }));
  expect(textOf(html)).toContain("Error: Choose one");
});

test("a field without hint and error claims no description", () => {
  const html = markup(jsx(TextField, { name: "title", label: "Title" }));
  expect(html).not.toContain("aria-describedby");
  expect(html).not.toContain("aria-invalid");
});

test("two forms on one page keep their ids apart and their names alike", () => {
  const html = markup(jsx(TextField, { name: "note", label: "Note", idPrefix: "b-", error: "Say why" }));
  expect(html).toContain('<label for="b-note">');
  expect(html).toMatch(/id="b-note"[^>]*name="note"/);
  expect(html).toContain('aria-describedby="b-note-error"');
});

test("a long text counts before any script has run", () => {
  const html = markup(jsx(TextAreaField, { name: "why", label: "Why", maxLength: 1000, defaultValue: "Lost" }));
  expect(textOf(html)).toContain("4 of 1,000 characters");
  expect(html).toContain('aria-describedby="why-counter"');
});

test("choices are one group, named by its legend and described by its hint and error", () => {
  const props = { name: "dial", legend: "Dial", hint: "For all", error: "Choose one", choices, chosen: "required" };
  const html = markup(jsx(Choices, props));
  expect(html).toMatch(/<fieldset[^>]*id="dial"[^>]*aria-describedby="dial-hint dial-error"/);
  expect(html).toContain("<legend>Dial</legend>");
  expect(html).toMatch(
    /<input type="radio" name="dial"[^>]*value="required"[^>]*checked=""|checked="" value="required"/,
  );
});

test("a time names its zone, and is shown to the minute by its clocks, with its limits", () => {
  const field = jsx(TimeField, {
    name: "endsAt",
    label: "Ends",
    value: "2027-01-15T09:00:42.000Z",
    max: "2027-07-15T09:00:00.000Z",
  });
  const html = markup(jsx(TimeZoneContext.Provider, { value: "Europe/Berlin", children: field }));
  expect(html).toContain("Ends (Europe/Berlin)");
  expect(html).toContain('value="2027-01-15T10:00"');
  expect(html).toContain('max="2027-07-15T11:00"');
});

test("a summary links every error to its field and is announced", () => {
  const html = markup(jsx(ErrorSummary, { errors: { arrives: "Enter the day", until: "Too late" } }));
  expect(html).toContain('role="alert" tabindex="-1"');
  expect(html).toContain('<a href="#arrives">Enter the day</a>');
  expect(html).toContain('<a href="#until">Too late</a>');
});

test("a form without errors has no summary", () => {
  expect(markup(jsx(ErrorSummary, { errors: {} }))).toBe("");
});

test("a risk is rated from what was sent, and its matrix shows it before any script has run", () => {
  const typed = { "inherent.likelihood": "4", "inherent.impact": "4", "residual.likelihood": "2" };
  const html = markup(jsx(RiskField, { typed, errors: { "residual.impact": "Choose a value." } }));
  expect(html).toMatch(/<select[^>]*name="inherent.likelihood"/);
  expect(html).toMatch(/<option value="4" selected="">4 Likely/);
  expect(textOf(html)).toContain("Inherent risk 4 by 4.");
  expect(textOf(html)).not.toContain("Residual risk 2");
  expect(html).toContain('class="badge tone-serious"');
  expect(html).toMatch(/<select[^>]*aria-describedby="residual.impact-error" aria-invalid="true"/);
});
