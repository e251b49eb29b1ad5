import { expect, test } from "vitest";
import { exceptionStates } from "#app/engine/types.ts";
import { phaseOf, statusOf } from "#app/register/status.ts";
import { make } from "#test/support/make.ts";

const active = make.exception({ state: "active", nextReviewAt: "2026-11-20T09:00:00.000Z" });

test("only an active record inside its window is live, to the millisecond", () => {
  const liveAt = (now: string) => statusOf(active, now).isLive;
  expect(
    [
      "2026-11-01T08:59:59.999Z",
      "2026-11-01T09:00:00.000Z",
      "2026-12-01T08:59:59.999Z",
      "2026-12-01T09:00:00.000Z",
    ].map(liveAt),
  ).toEqual([false, true, true, false]);
  for (const state of exceptionStates)
    expect(statusOf({ ...active, state }, "2026-11-10T00:00:00.000Z").isLive).toBe(state === "active");
});

test("what ended by time is expired, what was ended by people is not", () => {
  const expired = exceptionStates.filter((state) => statusOf({ ...active, state }, active.endsAt).isExpired);
  expect(expired).toEqual(["approved", "active", "suspended"]);
});

test("a review is overdue from its instant and only while the record lives", () => {
  expect(statusOf(active, "2026-11-20T08:59:59.999Z").isReviewOverdue).toBe(false);
  expect(statusOf(active, "2026-11-20T09:00:00.000Z").isReviewOverdue).toBe(true);
  expect(statusOf(active, active.endsAt).isReviewOverdue).toBe(false);
});

test("every state stands in one of the six phases, and an ended record in the last", () => {
  const now = "2026-11-10T00:00:00.000Z";
  expect(exceptionStates.map((state) => phaseOf({ ...active, state }, now))).toEqual([0, 1, 0, 2, 3, 4, 4, 2, 0, 5, 5]);
  expect(phaseOf(active, active.endsAt)).toBe(5);
});
