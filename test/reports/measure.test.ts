import { expect, test } from "vitest";
import { addDays } from "#app/register/days.ts";
import { kpis } from "#app/reports/kpis.ts";
import {
  type MeasuredRecord,
  measurePeople,
  measureRegister,
  measureReviews,
  measureSignIns,
  median,
} from "#app/reports/measure.ts";

const at = "2026-11-30T00:00:00.000Z";
const ago = (days: number) => addDays(at, -days);

const record = (over: Partial<MeasuredRecord>): MeasuredRecord => ({
  ...{ id: "EXC-2026-0001", state: "active", category: "accessibility", rating: "low", controlCount: 1 },
  ...{ startsAt: ago(10), endsAt: addDays(at, 40), activatedAt: ago(8), endedAt: null, updatedAt: ago(8) },
  ...{ waitingSince: null, nextReviewAt: addDays(at, 5) },
  ...over,
});

test("live is in place, not on hold, and between start and end; it counts from when it was in force", () => {
  const figures = measureRegister(
    [
      record({}),
      record({ startsAt: ago(20), activatedAt: ago(25), controlCount: 0, rating: "high", endsAt: addDays(at, 30) }),
      record({ state: "suspended", nextReviewAt: ago(1) }),
      record({ endsAt: at }),
      record({ startsAt: addDays(at, 1) }),
      record({ nextReviewAt: at }),
    ],
    [],
    at,
  );
  expect(figures).toMatchObject({
    ...{ live: 3, "live.category.accessibility": 3, "live.category.break_glass": 0 },
    ...{ "live.rating.low": 2, "live.rating.high": 1, live_days_median: 8, live_days_oldest: 20 },
    ...{ live_controlled_share: 2 / 3, live_review_overdue: 1, review_overdue: 2, expiring_30: 1, unclosed: 1 },
  });
});

test("what there is nothing to say of is left out, and not nought", () => {
  expect(Object.keys(measureRegister([], [], at)).sort()).toEqual(
    kpis
      .filter(({ source, unit }) => source === "register" && unit === "count")
      .map(({ key }) => key)
      .sort(),
  );
  expect(measureReviews([], [], at)).toEqual({});
  expect(measureSignIns(new Map())).toEqual({ sign_ins_allowed: 0 });
});

test("waiting, decisions and closures are measured from when they began", () => {
  const figures = measureRegister(
    [
      record({ state: "submitted", waitingSince: ago(3) }),
      record({ state: "assessed", waitingSince: ago(5) }),
      record({ state: "closed", endedAt: ago(9), updatedAt: ago(5) }),
      record({ state: "closed", endedAt: ago(90), updatedAt: ago(31) }),
    ],
    [
      { submittedAt: ago(4), decidedAt: ago(2) },
      { submittedAt: ago(30), decidedAt: ago(26) },
      { submittedAt: ago(50), decidedAt: ago(30) },
      { submittedAt: ago(1), decidedAt: addDays(at, 1) },
    ],
    at,
  );
  expect(figures).toMatchObject({
    waiting: 2,
    waiting_days_oldest: 5,
    decision_days_median: 3,
    closure_days_median: 4,
  });
});

test("a review is in time until its consequence; each counts once, and one from long ago not at all", () => {
  const review = (exceptionId: string, over: object) => ({
    ...{ exceptionId, dueAt: ago(10), at: ago(9), actsAt: ago(3) },
    ...over,
  });
  const answered = [
    review("a", {}),
    review("b", { actsAt: null }),
    review("c", { at: ago(2) }),
    review("d", { dueAt: ago(91) }),
    review("e", { at: addDays(at, 1) }),
  ];
  const missed = [
    { exceptionId: "c", dueAt: ago(10), answeredAt: ago(3) },
    { exceptionId: "f", dueAt: ago(10), answeredAt: ago(3) },
  ];
  expect(measureReviews(answered, missed, at)).toEqual({ review_sla_share: 2 / 4 });
});

test("sign-ins and people are measured both ways: who has a factor, and what was met with one", () => {
  const allowed = new Map([
    ["MFA_SATISFIED", 6],
    ["MFA_EXCEPTION_APPLIED", 3],
    ["MFA_GRACE_ACTIVE", 1],
  ]);
  expect(measureSignIns(allowed)).toEqual({
    ...{ sign_ins_allowed: 10, sign_ins_mfa_share: 0.6, sign_ins_exempt_share: 0.3 },
  });
  const people = [
    { lacksFactor: false, isInGrace: false },
    { lacksFactor: true, isInGrace: true },
    { lacksFactor: true, isInGrace: false },
    { lacksFactor: false, isInGrace: false },
  ];
  expect(measurePeople(people)).toEqual({
    ...{ people: 4, people_mfa_share: 0.5, people_without_factor: 2, people_in_grace: 1 },
  });
});

test("the median is the middle, or half-way between the two in the middle", () => {
  expect([median([]), median([7]), median([9, 1, 5]), median([4, 1, 2, 10])]).toEqual([null, 7, 5, 3]);
});

test("each figure has a key of its own, a label and a definition in words", () => {
  expect(new Set(kpis.map(({ key }) => key)).size).toBe(kpis.length);
  expect(kpis.filter(({ label, definition }) => label === "" || !definition.endsWith("."))).toEqual([]);
});
