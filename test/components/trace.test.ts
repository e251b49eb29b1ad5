import { jsx } from "react/jsx-runtime";
import { expect, test } from "vitest";
import { Trace } from "#app/components/trace.tsx";
import { resultOf, summaryOf } from "#app/components/trace-words.ts";
import type { Because } from "#app/engine/types.ts";
import { markup, textOf } from "./markup.ts";

const line = (step: Because["step"], hit: boolean, won: boolean): Because => ({
  step,
  rule: "r",
  asked: "x",
  hit,
  won,
});

test.each([
  [line("refusal", false, false), "passed"],
  [line("refusal", true, false), "passed"],
  [line("refusal", true, true), "refused"],
  [line("requirement", true, true), "won"],
  [line("requirement", true, false), "lost"],
  [line("floor", false, false), "miss"],
  [line("session", true, true), "met"],
  [line("session", false, false), "not met"],
])("%o came out as %s", (because, result) => {
  expect(resultOf(because)).toBe(result);
});

test("a step that was not asked says so", () => {
  expect(summaryOf("grace", [])).toBe("not asked");
  expect(summaryOf("floor", [])).toBe("none is set");
});

test("a trace has all six steps in the order of the decision, and names its instants as people read them", () => {
  const because: Because[] = [
    { step: "refusal", rule: "unknown_subject", asked: "a subject that the directory knows", hit: false, won: false },
    { step: "requirement", rule: "workspace", asked: "MFA required", hit: true, won: true },
    { step: "exemption", rule: "EXC-2026-0042", asked: "no MFA until 2026-11-30T09:00:00.000Z", hit: true, won: true },
  ];
  const text = textOf(markup(jsx(Trace, { because })));
  expect(text.match(/\d (Refusals|Requirement|Floors|Live exemptions|Grace|Session)/g)).toHaveLength(6);
  expect(text).toContain("Workspace default: MFA required hit, won");
  expect(text).toContain("EXC-2026-0042: no MFA until 30 Nov 2026, 09:00 UTC hit, won");
});
