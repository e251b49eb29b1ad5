import { expect, test } from "vitest";
import { materialContent } from "#app/register/exception.ts";
import { DraftSchema } from "#app/register/exception-schemas.ts";
import { draftAfter, stepOf } from "#app/register/intake-form.ts";
import { make } from "#test/support/make.ts";

const before = materialContent(make.exception());

function formOf(entries: [string, string][]): FormData {
  const form = new FormData();
  for (const [name, value] of entries) form.append(name, value);
  return form;
}

test("a step changes its own fields and leaves the others as they were", () => {
  const form = formOf([
    ["justification", "A reason that is long enough to be one."],
    ["startsAt", "2026-11-10T09:00"],
    ["endsAt", "2026-12-01T09:00"],
    ["ownerId", "owner@acme.example"],
    ["plannedRetirementAt", ""],
  ]);
  const draft = DraftSchema.parse(draftAfter("why", form, before));
  expect(draft.startsAt).toBe("2026-11-10T09:00:00.000Z");
  expect([draft.title, draft.scope]).toEqual([before.title, before.scope]);
});

test("lists are read by line, comma or semicolon, and empty lines are nothing", () => {
  const form = formOf([
    ["category", "federated_partner"],
    ["scope.applications", "mail\n\n crm, ledger;"],
    ["scope.protocols", "imap"],
    ["scope.protocols", "pop"],
  ]);
  const { scope } = DraftSchema.parse(draftAfter("what", form, {}));
  expect([scope.applications, scope.protocols]).toEqual([
    ["mail", "crm", "ledger"],
    ["imap", "pop"],
  ]);
});

test("an empty row of controls is left out and a half-filled one is not", () => {
  const form = formOf([
    ["control.name", "Alert"],
    ["control.howChecked", "Test alarm"],
    ["control.name", ""],
    ["control.howChecked", ""],
    ["control.name", ""],
    ["control.howChecked", "only this"],
  ]);
  const typed = draftAfter("controls", form, before);
  expect(typed.compensatingControls).toHaveLength(2);
  expect(DraftSchema.safeParse(typed).success).toBe(false);
});

test("every part of the content is asked for in a step", () => {
  for (const part of Object.keys(before)) expect([part, stepOf(part)]).not.toEqual([part, "check"]);
});
