import { expect, test } from "vitest";
import { z } from "zod";
import { decisionDefaults, decisionFields, faultsInDecisions } from "#app/register/decision-settings.ts";

const typed = Object.fromEntries(Object.entries(decisionDefaults).map(([name, value]) => [name, String(value)]));
const Fields = z.object(decisionFields);

test("the settings that a workspace begins with are within their bounds and contradict nothing", () => {
  expect(Fields.parse(typed)).toEqual(decisionDefaults);
  expect(faultsInDecisions(decisionDefaults)).toEqual([]);
});

test.for(["", "soon", "0", "-1", "2.5", "1000000000"])("%j is no number of days or people", (text) => {
  for (const name of Object.keys(decisionDefaults))
    expect([name, Fields.safeParse({ ...typed, [name]: text }).success]).toEqual([name, false]);
});

test("each step comes after the one before, and high is no narrower than moderate", () => {
  const pathsOf = (over: object) => faultsInDecisions({ ...decisionDefaults, ...over }).flatMap(({ path }) => path);
  expect(pathsOf({ remindAfterDays: 5 })).toEqual(["escalateAfterDays"]);
  expect(pathsOf({ escalateAfterDays: 14 })).toEqual(["lapseAfterDays"]);
  expect(pathsOf({ highFromPeople: 24 })).toEqual(["highFromPeople"]);
  expect(pathsOf({ highFromPeople: 25 })).toEqual([]);
});
