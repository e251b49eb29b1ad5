import { expect, test } from "vitest";
import { addDays } from "#app/register/days.ts";
import { type ReviewFacts, recommendReview } from "#app/register/recommend-review.ts";
import { make, noon } from "#test/support/make.ts";

const passed = { at: addDays(noon, -40), by: "usr_implementer", result: "passed", note: "Signed in" } as const;
const record = make.exception({
  state: "active",
  activatedAt: addDays(noon, -60),
  endsAt: addDays(noon, 60),
  lastValidation: passed,
});

/** A record that is used every day and tested, with nothing against it. */
const recommend = (over: Partial<ReviewFacts> = {}) =>
  recommendReview({
    record,
    lastUsedAt: addDays(noon, -1),
    dormantAfterDays: 30,
    overdueControls: [],
    failedControls: [],
    now: noon,
    ...over,
  });

const milestone = (dueInDays: number, doneAt: string | null = null) => ({
  title: `Step ${dueInDays}`,
  dueAt: addDays(noon, dueInDays),
  doneAt,
});

test("what is used, tested and on plan is kept", () => {
  expect(recommend()).toEqual({ outcome: "keep", evidence: ["In use, tested, and its controls work"] });
});

test("what lies idle as long as its category says is revoked, and a day less is kept", () => {
  expect(recommend({ lastUsedAt: addDays(noon, -30) })).toEqual({
    outcome: "revoke",
    evidence: ["Unused for 30 days"],
  });
  expect(recommend({ lastUsedAt: addDays(noon, -29.9) }).outcome).toBe("keep");
});

test("what was never used counts from when it was put in place", () => {
  expect(recommend({ lastUsedAt: null })).toEqual({
    outcome: "revoke",
    evidence: ["Never used since it was put in place, 60 days ago"],
  });
});

test("what is there to lie idle is not revoked for it", () => {
  expect(recommend({ lastUsedAt: null, dormantAfterDays: null }).outcome).toBe("keep");
});

test("a plan that has reached everything leaves nothing to keep it for", () => {
  const done = { ...record, milestones: [milestone(-3, noon)] };
  expect(recommend({ record: done })).toMatchObject({ outcome: "revoke" });
});

test("a plan that is late goes to whoever is above, with the step that is late", () => {
  const late = { ...record, milestones: [milestone(-3), milestone(-1), milestone(9)] };
  expect(recommend({ record: late })).toEqual({
    outcome: "escalate",
    evidence: ["Exit plan 3 days late: Step -3, and 1 more"],
  });
});

test("a failed test and a control that does not work are for whoever is above", () => {
  const failed = { ...record, lastValidation: { ...passed, result: "failed" as const } };
  expect(recommend({ record: failed }).outcome).toBe("escalate");
  expect(recommend({ failedControls: ["Restricted network"] }).outcome).toBe("escalate");
});

test("what ends within a fortnight may simply end", () => {
  const near = { ...record, endsAt: addDays(noon, 13.5) };
  expect(recommend({ record: near })).toEqual({ outcome: "let_expire", evidence: ["Ends by itself in 14 days"] });
});

test("controls that nobody checked in time shorten it", () => {
  expect(recommend({ overdueControls: ["Mailbox sampled"] })).toMatchObject({ outcome: "shorten" });
});

test("the strictest finding decides, and every finding is shown", () => {
  const all = { ...record, lastValidation: null, endsAt: addDays(noon, 5), milestones: [milestone(-1)] };
  const { outcome, evidence } = recommend({ record: all, lastUsedAt: addDays(noon, -50), overdueControls: ["A"] });
  expect(outcome).toBe("revoke");
  expect(evidence).toHaveLength(5);
});
