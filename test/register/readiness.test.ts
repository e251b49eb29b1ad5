import { expect, test } from "vitest";
import { type CategoryId, categoryPack } from "#app/register/category.ts";
import { addDays } from "#app/register/days.ts";
import { emptyScope, type MaterialContent } from "#app/register/exception.ts";
import { gapsOf } from "#app/register/readiness.ts";
import { make, noon } from "#test/support/make.ts";

function categoryOf(id: CategoryId) {
  const category = categoryPack.find((one) => one.id === id);
  if (!category) throw new Error(`the pack lacks ${id}`);
  return category;
}

const codesOf = (over: Partial<MaterialContent>, id: CategoryId = "legacy_or_service_account") =>
  gapsOf(make.exception({ category: id, ...over }), categoryOf(id), noon).map(({ field, code }) => `${field} ${code}`);

test("a complete draft has no gap", () => {
  expect(codesOf({})).toEqual([]);
});

const cases: [sentence: string, over: Partial<MaterialContent>, gap: string][] = [
  ["a title is needed", { title: "  " }, "title required"],
  ["a scope that names nobody is refused", { scope: { ...emptyScope, protocols: ["imap"] } }, "scope scope_empty"],
  [
    "a group alone is refused",
    { scope: { ...emptyScope, groups: ["finance"], protocols: ["imap"] } },
    "scope group_not_narrowed",
  ],
  [
    "a directory role alone is refused",
    { scope: { ...emptyScope, roles: ["helpdesk"], protocols: ["imap"] } },
    "scope role_not_narrowed",
  ],
  [
    "the group of everyone is refused even when narrowed",
    { scope: { ...emptyScope, groups: ["All Users"], applications: ["mail"], protocols: ["imap"] } },
    "scope group_everyone",
  ],
  [
    "a directory role of everybody is refused as the group is",
    { scope: { ...emptyScope, roles: ["Tous les utilisateurs"], applications: ["mail"], protocols: ["imap"] } },
    "scope group_everyone",
  ],
  [
    "a network of the whole internet is refused",
    { scope: { ...emptyScope, users: ["usr_1"], networks: ["0.0.0.0/0"], protocols: ["imap"] } },
    "scope.networks network_too_wide",
  ],
  ["added factors have to be named", { effect: "allow_factors" }, "factors required"],
  ["a legacy protocol has to be named", { scope: { ...emptyScope, users: ["usr_1"] } }, "scope.protocols required"],
  ["somebody has to be accountable", { ownerId: null }, "ownerId required"],
  ["a reason of a few letters is none", { justification: "needed" }, "justification required"],
  ["an end at the start is refused", { endsAt: "2026-11-01T09:00:00.000Z" }, "endsAt ends_before_start"],
  ["an end that has passed is refused", { endsAt: noon }, "endsAt window_closed"],
  ["a control is needed", { compensatingControls: [] }, "compensatingControls required"],
  ["a monitoring plan is needed", { monitoringPlan: "" }, "monitoringPlan required"],
  ["what the category has to carry is needed", { details: {} }, "details.exit_plan required"],
];

for (const [sentence, over, gap] of cases)
  test(sentence, () => {
    expect(codesOf(over)).toEqual([gap]);
  });

test("a part that is not required may be left out", () => {
  const legacy = categoryOf("legacy_or_service_account");
  const optional = { ...legacy, mustCarry: legacy.mustCarry.map((part) => ({ ...part, isRequired: false })) };
  expect(gapsOf(make.exception({ details: {} }), optional, noon)).toEqual([]);
});

test("a closed category takes no new exception", () => {
  const closed = { ...categoryOf("legacy_or_service_account"), isEnabled: false };
  expect(gapsOf(make.exception(), closed, noon).map(({ code }) => code)).toEqual(["category_closed"]);
});

test("the longest term is allowed and a millisecond more is not", () => {
  for (const category of categoryPack) {
    const startsAt = noon;
    const endsAt = addDays(noon, category.mostTermDays);
    const longer = new Date(Date.parse(endsAt) + 1).toISOString();
    const ends = (at: string) =>
      codesOf({ startsAt, endsAt: at }, category.id).filter((gap) => gap.startsWith("endsAt"));
    expect([category.id, ends(endsAt), ends(longer)]).toEqual([category.id, [], ["endsAt term_too_long"]]);
  }
});

test("one person cannot be both custodians of a break-glass account", () => {
  const details = {
    first_custodian: "Ann Lee",
    second_custodian: " ann lee",
    storage_reference: "Safe 4",
    last_rotation: "2026-10-01",
    last_drill: "2026-10-01",
  };
  expect(codesOf({ details }, "break_glass")).toEqual(["details.second_custodian same_custodian"]);
});

test("a group narrowed by a network or a time window is accepted", () => {
  const window = { days: [1], fromMinute: 0, toMinute: 60 };
  for (const narrowing of [{ networks: ["10.0.0.0/8"] }, { windows: [window] }, { applications: ["mail"] }])
    expect(codesOf({ scope: { ...emptyScope, groups: ["finance"], protocols: ["imap"], ...narrowing } })).toEqual([]);
});
