import { expect, test } from "vitest";
import { isRequestable, requestableReasons } from "#app/access-requests/template.ts";
import { reasons } from "#app/engine/types.ts";

const floor = { step: "floor", hit: true } as const;

test("an exception may be asked for after a refusal that one could lift, and after no other", () => {
  expect(reasons.filter((reason) => isRequestable(reason, [])).toSorted()).toEqual([...requestableReasons].toSorted());
  for (const reason of ["SUBJECT_UNKNOWN", "SUBJECT_DISABLED", "SUBJECT_LOCKED", "MFA_CHALLENGE_REQUIRED"])
    expect([reason, isRequestable(reason, [])]).toEqual([reason, false]);
});

test("under a floor nothing may be asked for, and one that does not apply stands in nobody's way", () => {
  for (const reason of requestableReasons) {
    expect(isRequestable(reason, [floor])).toBe(false);
    expect(isRequestable(reason, [{ ...floor, hit: false }])).toBe(true);
  }
});
