import { expect, test } from "vitest";
import { addDays } from "#app/register/days.ts";
import { exitPlanOf, exitPlanText, nextMilestoneAt } from "#app/register/exit-plan.ts";
import { noon } from "#test/support/make.ts";

const milestone = (dueInDays: number, isDone = false) => ({
  title: `Step ${dueInDays}`,
  dueAt: addDays(noon, dueInDays),
  doneAt: isDone ? noon : null,
});

test("each milestone weighs the same, whether it was reached in time or not", () => {
  const plan = exitPlanOf({ milestones: [milestone(-9, true), milestone(-1), milestone(20)] }, noon);
  expect(plan).toMatchObject({ percent: 33, reached: 1, planned: 3, next: { title: "Step 20" } });
  expect(plan.overdue.map(({ title }) => title)).toEqual(["Step -1"]);
  expect(exitPlanText(plan)).toBe("33 % retired, 1 of 3 milestones reached");
});

test("a plan without dated steps has no percentage", () => {
  const plan = exitPlanOf({ milestones: [] }, noon);
  expect([plan.percent, exitPlanText(plan)]).toEqual([null, "No dated steps"]);
});

test("a milestone is overdue from its instant on", () => {
  expect(exitPlanOf({ milestones: [milestone(0)] }, noon).overdue).toHaveLength(1);
  expect(exitPlanOf({ milestones: [milestone(0.001)] }, noon).overdue).toHaveLength(0);
});

test("the next milestone is the first that was not reached, late or not", () => {
  expect(nextMilestoneAt({ milestones: [milestone(5), milestone(-2), milestone(-8, true)] })).toBe(addDays(noon, -2));
  expect(nextMilestoneAt({ milestones: [milestone(-8, true)] })).toBeNull();
});
