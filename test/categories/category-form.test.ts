import { expect, test } from "vitest";
import { contentOfCategory } from "#app/categories/category-content.ts";
import {
  type CategoryTyped,
  contentOfCategoryForm,
  readCategoryForm,
  typedOfCategory,
} from "#app/categories/category-form.ts";
import { categoryIds } from "#app/register/category.ts";
import { makeCategory } from "#test/support/categories.ts";

/** Sends the form as a browser does: a switch that is off is left out. */
function sent({ fields, parts }: CategoryTyped): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields))
    if (value !== "" || name.endsWith("Days")) form.append(name, value);
  for (const part of parts) for (const [name, value] of Object.entries(part)) form.append(`part.${name}`, value);
  return form;
}

const contentOf = (typed: CategoryTyped) => contentOfCategoryForm(readCategoryForm(sent(typed)));

test("what the form shows is what it sends", () => {
  for (const id of categoryIds) {
    const content = contentOfCategory(makeCategory(id));
    expect(contentOf(typedOfCategory(content))).toEqual({ ok: true, content });
  }
});

const accessibility = contentOfCategory(makeCategory("accessibility"));

test("an emptied name takes a part away, and a new one gets a key of its own", () => {
  const typed = typedOfCategory(accessibility);
  const [first, ...spare] = typed.parts;
  if (!first) throw new Error("the category carries nothing");
  const added = { key: "", label: "Überprüft am, 2. Mal", hint: "A date", need: "optional" };
  const read = contentOf({ ...typed, parts: [{ ...first, label: " " }, added, ...spare] });
  expect(read.ok && read.content.mustCarry).toEqual([
    { key: "uberpruft_am_2_mal", label: "Überprüft am, 2. Mal", hint: "A date", isRequired: false },
  ]);
});

test("each mistake is named at its field", () => {
  const typed = typedOfCategory(accessibility);
  const wrong = { defaultTermDays: "soon", "stages.low.identity": "0", "reviewEveryDays.high": "", lifetimeDays: "-1" };
  const read = contentOf({ ...typed, fields: { ...typed.fields, ...wrong } });
  expect(read.ok ? [] : Object.keys(read.errors).sort()).toEqual([
    "defaultTermDays",
    "lifetimeDays",
    "reviewEveryDays.high",
  ]);
  const nobody = contentOf({ ...typed, fields: { ...typed.fields, "stages.low.identity": "0" } });
  expect(nobody.ok ? {} : nobody.errors).toEqual({ "stages.low": "Say who approves what is low." });
});
