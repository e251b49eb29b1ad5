import { expect, test } from "vitest";
import { addDays } from "#app/register/days.ts";
import { decidedAt } from "#app/reports/decided-at.ts";
import { definitions } from "#app/reports/definitions.ts";
import { kpiNamed, kpis } from "#app/reports/kpis.ts";
import { derive, measure, median } from "#app/reports/measure.ts";
import type { MeasuredPerson, MeasuredRecord, MeasuredSignIns, Rows } from "#app/reports/measured-rows.ts";
import { rotationCycles } from "#app/reports/rotation-cycles.ts";

const at = "2026-11-30T00:00:00.000Z";
const ago = (days: number) => addDays(at, -days);
const figuresOf = (rows: Rows) => {
  const figures = measure(definitions, rows, at);
  return { ...figures, ...derive(definitions, figures) };
};

const record = (over: Partial<MeasuredRecord>): MeasuredRecord => ({
  ...{ id: "EXC-2026-0001", state: "active", category: "accessibility", rating: "low", ownerId: "usr_owner" },
  ...{ startsAt: ago(10), endsAt: addDays(at, 40), submittedAt: ago(12), activatedAt: ago(8), endedAt: null },
  ...{ updatedAt: ago(8), waitingSince: null, nextReviewAt: addDays(at, 5), controlCount: 1, extensionCount: 0 },
  ...{ decidedAt: null, isUsed: true },
  ...over,
});

const person = (over: Partial<MeasuredPerson>): MeasuredPerson => ({
  ...{ id: "usr_1", isEnabled: true, isPrivileged: false, method: "otp", lacksFactor: false, isExempt: false },
  ...{ graceStartsAt: null, graceEndsAt: null, joinedAt: ago(400), enrolledAt: ago(399), department: null },
  ...over,
});

test("live is in place, not on hold, and between start and end; it counts from when it was in force", () => {
  const exceptions = [
    record({}),
    record({
      ...{ startsAt: ago(20), activatedAt: ago(25), controlCount: 0, rating: "high", endsAt: addDays(at, 30) },
      ...{ extensionCount: 3, isUsed: false },
    }),
    record({ state: "suspended", nextReviewAt: ago(1) }),
    record({ endsAt: at }),
    record({ startsAt: addDays(at, 1) }),
    record({ nextReviewAt: at }),
  ];
  expect(figuresOf({ exceptions })).toMatchObject({
    ...{ live: 3, "live.category.accessibility": 3, "live.category.break_glass": 0 },
    ...{ "live.rating.low": 2, "live.rating.high": 1, live_days_median: 8, live_days_oldest: 20 },
    ...{ live_controlled_share: 2 / 3, live_review_overdue: 1, review_overdue: 2, expiring_30: 1, unclosed: 1 },
    ...{ extensions_mean: 1, live_never_used: 1 },
  });
});

test("what there is nothing to say of is left out, and not nought", () => {
  expect(figuresOf({})).toEqual({});
  const ofRegister = kpis.filter(({ rows, unit }) => rows === "exceptions" && unit === "count");
  expect(Object.keys(figuresOf({ exceptions: [] })).sort()).toEqual(ofRegister.map(({ key }) => key).sort());
  expect(figuresOf({ reviews: [], rotations: [], drills: [] })).toEqual({});
});

test("waiting, decisions and closures are measured from when they began", () => {
  const exceptions = [
    record({ state: "submitted", waitingSince: ago(3) }),
    record({ state: "assessed", waitingSince: ago(5) }),
    record({ state: "closed", endedAt: ago(9), updatedAt: ago(5) }),
    record({ state: "closed", endedAt: ago(90), updatedAt: ago(31) }),
    record({ submittedAt: ago(4), decidedAt: ago(2) }),
    record({ submittedAt: ago(30), decidedAt: ago(26) }),
    record({ submittedAt: ago(50), decidedAt: ago(30) }),
  ];
  expect(figuresOf({ exceptions })).toMatchObject({
    ...{ waiting: 2, waiting_days_oldest: 5, decision_days_median: 3, closure_days_median: 4 },
  });
});

test("a record is decided by its last approval before it was in force, or by its refusal", () => {
  const decided = { state: "active", activatedAt: ago(5), endedAt: null } as const;
  expect(decidedAt(decided, [ago(9), ago(6), ago(2)])).toBe(ago(6));
  expect(decidedAt({ ...decided, state: "assessed" }, [ago(6)])).toBeNull();
  expect(decidedAt({ ...decided, state: "rejected", endedAt: ago(1) }, [])).toBe(ago(1));
});

test("of the old protocols and services, what is over is retired, and what never was in force is not looked at", () => {
  const legacy = { category: "legacy_or_service_account" } as const;
  const exceptions = [
    record({ ...legacy, state: "closed" }),
    record({ ...legacy, state: "revoked" }),
    record({ ...legacy, endsAt: at }),
    record({ ...legacy }),
    record({ ...legacy, state: "approved", activatedAt: null }),
    record({ state: "closed" }),
  ];
  expect(figuresOf({ exceptions }).legacy_retired_share).toBe(3 / 4);
});

test("coverage is told with both denominators, and what lies between them is a figure of its own", () => {
  const people = [
    person({}),
    person({ method: "phishing_resistant" }),
    person({ isExempt: true }),
    person({ method: null, lacksFactor: true, isExempt: true }),
    person({ method: null, lacksFactor: true, graceStartsAt: ago(1), graceEndsAt: addDays(at, 3) }),
    person({ isPrivileged: true, method: "codes", lacksFactor: true, graceStartsAt: ago(9), graceEndsAt: at }),
    person({ isEnabled: false, isPrivileged: true }),
  ];
  const figures = figuresOf({ people, exceptions: [record({}), record({})] });
  expect(figures).toMatchObject({
    ...{ people: 6, coverage_share: 2 / 6, coverage_rest_share: 2 / 4, coverage_difference: 2 / 4 - 2 / 6 },
    ...{ privileged: 1, privileged_coverage_share: 0, privileged_coverage_difference: 0, people_exempt: 2 },
    ...{ people_without_factor: 3, people_in_grace: 1, people_grace_ending_7: 1, live_per_100_people: (2 / 6) * 100 },
    ...{ "method_share.phishing_resistant": 1 / 4, "method_share.otp": 2 / 4, "method_share.codes": 1 / 4 },
  });
});

test("the time to enrol is of those who had their first factor of late", () => {
  const people = [
    person({ joinedAt: ago(30), enrolledAt: ago(26) }),
    person({ joinedAt: ago(20), enrolledAt: ago(18) }),
    person({}),
    person({ enrolledAt: null }),
  ];
  expect(figuresOf({ people }).enrol_days_median).toBe(3);
});

test("sign-ins are told by what they rested on, and by why they did not go ahead", () => {
  const row = (reason: MeasuredSignIns["reason"], weight: number, isAllowed = true) => ({
    ...{ id: reason, reason, isAllowed, method: null, weight },
  });
  const signIns = [
    row("MFA_SATISFIED", 6),
    row("MFA_EXCEPTION_APPLIED", 3),
    row("MFA_GRACE_ACTIVE", 1),
    row("SUBJECT_LOCKED", 2, false),
  ];
  expect(figuresOf({ sign_ins: signIns })).toMatchObject({
    ...{ sign_ins_allowed: 10, sign_ins_mfa_share: 0.6, sign_ins_exempt_share: 0.3, "sign_ins.SUBJECT_LOCKED": 2 },
    "sign_ins.MFA_GRACE_EXPIRED": 0,
  });
});

test("a secret is due by its interval and at once after a sign-in, and each replacement begins anew", () => {
  const cycles = rotationCycles({
    ...{ everyDays: 90, since: ago(300), timeZone: "UTC" },
    rotations: [ago(400), ago(220), ago(100)],
    uses: [ago(101), ago(50)],
  });
  expect(cycles).toEqual([
    { at: ago(210), because: "interval", doneAt: ago(220) },
    { at: ago(130), because: "interval", doneAt: ago(100) },
    { at: ago(50), because: "use", doneAt: null },
  ]);
  const rotations = cycles.map(({ at: dueAt, because, doneAt }) => ({
    ...{ id: dueAt, subjectKind: "user" as const, subjectId: "usr_1", dueAt, because, doneAt },
  }));
  expect(figuresOf({ rotations }).rotation_share).toBe(0);
  const inTime = rotations.map((rotation) => ({ ...rotation, doneAt: addDays(rotation.dueAt, 1) }));
  expect(figuresOf({ rotations: inTime }).rotation_share).toBe(1);
});

test("the median is the middle, or half-way between the two in the middle; a row may stand for many", () => {
  const of = (...values: number[]) => median(values.map((value) => ({ value, weight: 1 })));
  expect([of(), of(7), of(9, 1, 5), of(4, 1, 2, 10)]).toEqual([null, 7, 5, 3]);
  expect(
    median([
      { value: 5, weight: 1 },
      { value: 1, weight: 3 },
    ]),
  ).toBe(1);
});

test("each figure has a key of its own, a label and a definition in words", () => {
  expect(new Set(kpis.map(({ key }) => key)).size).toBe(kpis.length);
  expect(kpis.filter(({ label, definition }) => label === "" || !definition.endsWith("."))).toEqual([]);
  expect([kpiNamed("live")?.label, kpiNamed("nothing")]).toEqual(["Live exceptions", undefined]);
});
