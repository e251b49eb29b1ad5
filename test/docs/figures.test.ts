import { expect, test } from "vitest";
import { dimensionsOf } from "#app/reports/dimensions.ts";
import { type KpiUnit, kpis } from "#app/reports/kpis.ts";
import { codesIn, readPage } from "#test/support/markdown.ts";

const units: Readonly<Record<KpiUnit, string>> = {
  count: "number",
  days: "days",
  share: "share",
  number: "number with a fraction",
};
const better = { up: "more", down: "less" } as const;

test("the page of figures has every figure, with the definition that it is measured by", () => {
  const { tables } = readPage("docs/figures.md");
  const rows = tables.flatMap(([heading, ...lines]) => (heading?.[0] === "Key" ? lines : []));
  const said = rows.map(([key = "", ...rest]) => [codesIn(key).join(), ...rest]);
  const meant = kpis.map(({ key, label, unit, goodDirection, definition }) => [
    ...[key, label, units[unit], goodDirection === null ? "–" : better[goodDirection], definition],
  ]);
  expect(said.toSorted()).toEqual(meant.toSorted());
});

test("the page says what each kind of figure can be taken apart by", () => {
  expect(dimensionsOf("live")).toEqual(["category", "rating", "owner", "department", "application"]);
  expect([dimensionsOf("people"), dimensionsOf("sign_ins_allowed"), dimensionsOf("drill_share")]).toEqual([
    ...[["department"], ["application"], []],
  ]);
});
