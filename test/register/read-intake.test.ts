import { expect, test } from "vitest";
import { type MaterialContent, materialContent } from "#app/register/exception.ts";
import { DraftSchema } from "#app/register/exception-schemas.ts";
import { stepOf } from "#app/register/intake-form.ts";
import { formField, readDraft } from "#app/register/read-draft.ts";
import { draftAfter, type FormContext } from "#app/register/read-intake.ts";
import { relatedQuery } from "#app/register/related-query.ts";
import { make, noon } from "#test/support/make.ts";

const before = materialContent(make.exception());
const berlin: FormContext = {
  timeZone: "Europe/Berlin",
  now: noon,
  controls: [{ id: "ctl_1", name: "Restricted network", howChecked: "Firewall rule" }],
};

function formOf(entries: [string, string][]): FormData {
  const form = new FormData();
  for (const [name, value] of entries) form.append(name, value);
  return form;
}

const why = (times: Record<"startsAt" | "endsAt", string>, from: Partial<MaterialContent> = before) =>
  draftAfter("why", formOf(Object.entries(times)), from, berlin);

test("a step changes its own fields and leaves the others as they were", () => {
  const form = formOf([
    ["justification", "A reason that is long enough to be one."],
    ["startsAt", "2026-11-10T09:00"],
    ["endsAt", "2026-12-01T09:00"],
    ["ownerId", "owner@acme.example"],
    ["plannedRetirementAt", ""],
  ]);
  const draft = DraftSchema.parse(draftAfter("why", form, before, berlin));
  expect([draft.startsAt, draft.endsAt]).toEqual(["2026-11-10T08:00:00.000Z", "2026-12-01T08:00:00.000Z"]);
  expect([draft.title, draft.scope]).toEqual([before.title, before.scope]);
});

test("times are read by the clocks of the workspace, summer and winter", () => {
  expect(why({ startsAt: "2026-07-01T09:00", endsAt: "2026-12-01T09:00" })).toMatchObject({
    startsAt: "2026-07-01T07:00:00.000Z",
    endsAt: "2026-12-01T08:00:00.000Z",
  });
});

test("a time that was left as it was shown stays the instant that it was", () => {
  const startsAt = "2026-10-25T01:30:12.345Z";
  // The hour comes twice on this day, and the second is meant here.
  expect(why({ startsAt: "2026-10-25T02:30", endsAt: "" }, { ...before, startsAt })).toMatchObject({ startsAt });
});

test("lists are read by line, comma or semicolon, and empty lines are nothing", () => {
  const form = formOf([
    ["category", "federated_partner"],
    ["scope.applications", "mail\n\n crm, ledger;"],
    ["scope.protocols", "imap"],
    ["scope.protocols", "pop"],
  ]);
  const { scope } = DraftSchema.parse(draftAfter("what", form, {}, berlin));
  expect([scope.applications, scope.protocols, scope.maxUses]).toEqual([
    ["mail", "crm", "ledger"],
    ["imap", "pop"],
    null,
  ]);
});

test("hours of the week are kept in UTC, by the clocks of the day on which it begins", () => {
  const form = formOf([
    ["window.0.days", "1"],
    ["window.0.days", "2"],
    ["window.0.from", "09:00"],
    ["window.0.to", "17:00"],
    ["window.1.from", ""],
    ["window.1.to", ""],
    ["scope.maxUses", "3"],
  ]);
  const scopeIn = (startsAt: string) => draftAfter("what", form, { ...before, startsAt }, berlin).scope;
  const hours = (from: number, to: number) => ({ days: [1, 2], fromMinute: from * 60, toMinute: to * 60 });
  expect(scopeIn("2026-11-10T08:00:00.000Z")).toMatchObject({ windows: [hours(8, 16)], maxUses: 3 });
  expect(scopeIn("2026-07-01T08:00:00.000Z")).toMatchObject({ windows: [hours(7, 15)] });
});

test("what is entered as a number of uses and is none is refused at its field", () => {
  const typed = draftAfter(
    "what",
    formOf([
      ["category", "accessibility"],
      ["scope.maxUses", "few"],
    ]),
    {},
    berlin,
  );
  const read = readDraft(typed);
  expect(read.ok ? [] : Object.keys(read.errors)).toEqual(["scope.maxUses"]);
});

test("a control is ticked in the catalogue or written, and one that was taken before stays as it was", () => {
  const form = formOf([
    ["control.catalogue", "ctl_1"],
    ["control.name", "Alert"],
    ["control.howChecked", "Test alarm"],
    ["control.name", ""],
    ["control.howChecked", ""],
  ]);
  const alert = { name: "Alert", howChecked: "Test alarm", catalogueId: null };
  expect(draftAfter("controls", form, before, berlin).compensatingControls).toEqual([
    { name: "Restricted network", howChecked: "Firewall rule", catalogueId: "ctl_1" },
    alert,
  ]);
  const taken = { name: "Restricted network", howChecked: "Rule 12", catalogueId: "ctl_1" };
  const after = draftAfter("controls", form, { ...before, compensatingControls: [taken] }, berlin);
  expect(after.compensatingControls).toEqual([taken, alert]);
});

test("a half-filled row of controls is no control", () => {
  const form = formOf([
    ["control.name", ""],
    ["control.howChecked", "only this"],
  ]);
  const typed = draftAfter("controls", form, before, berlin);
  expect(typed.compensatingControls).toHaveLength(1);
  expect(readDraft(typed).ok).toBe(false);
});

test("who files for somebody else has to name them", () => {
  const base: [string, string][] = [["category", "accessibility"]];
  const typed = (...more: [string, string][]) => draftAfter("what", formOf([...base, ...more]), {}, berlin);
  expect(typed(["for", "me"], ["beneficiaryId", "left@acme.example"]).beneficiaryId).toBeNull();
  const named = readDraft(typed(["for", "other"], ["beneficiaryId", "dora@acme.example"]));
  expect(named.ok && named.draft.beneficiaryId).toBe("dora@acme.example");
  const unnamed = readDraft(typed(["for", "other"], ["beneficiaryId", " "]));
  expect(unnamed.ok ? [] : Object.keys(unnamed.errors)).toEqual(["beneficiaryId"]);
});

test("every part of the content is asked for in a step", () => {
  for (const part of Object.keys(before)) expect([part, stepOf(part)]).not.toEqual([part, "check"]);
});

test("a field that the rules name is found in the form", () => {
  expect(["owner_id", "scope.users", "details.exit_plan"].map(formField)).toEqual([
    "ownerId",
    "scope.users",
    "details.exit_plan",
  ]);
});

test("what is related is asked for by whom and what an unsaved form names", () => {
  const form = formOf([
    ["scope.users", "ann@acme.example\nben@acme.example"],
    ["scope.applications", "mail"],
    ["scope.groups", ""],
  ]);
  expect(relatedQuery(form, "EXC-2026-0001")).toBe(
    "id=EXC-2026-0001&user=ann%40acme.example&user=ben%40acme.example&application=mail",
  );
});

test("factors count only where others are allowed, though their ticks are sent with every answer", () => {
  const ticked = (effect: string) =>
    draftAfter(
      "what",
      formOf([
        ["effect", effect],
        ["factors", "totp"],
      ]),
      {},
      berlin,
    ).factors;
  expect([ticked("allow_factors"), ticked("waive_mfa")]).toEqual([["totp"], []]);
});
