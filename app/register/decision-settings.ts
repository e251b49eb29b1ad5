import { z } from "zod";

/** What a workspace decides about how exceptions are rated and how long approvers may stay silent. */
export type DecisionSettings = {
  /** From so many people on, no rating is below moderate. */
  moderateFromPeople: number;
  /** From so many people on, no rating is below high. */
  highFromPeople: number;
  /** From this share of the workspace on, no rating is below high. */
  highFromPercent: number;
  /** After so many days, and as often again, those who can still decide are reminded. */
  remindAfterDays: number;
  /** After so many days security leadership and the admins are told. */
  escalateAfterDays: number;
  /** After so many days the request lapses. */
  lapseAfterDays: number;
};

export const decisionDefaults: DecisionSettings = {
  moderateFromPeople: 25,
  highFromPeople: 100,
  highFromPercent: 10,
  remindAfterDays: 2,
  escalateAfterDays: 5,
  lapseAfterDays: 14,
};

const whole = (least: number, most: number, unit: string) =>
  z.coerce
    .number(`Enter a number of ${unit}.`)
    .int(`Enter a whole number of ${unit}.`)
    .min(least, `Enter ${least} to ${most} ${unit}.`)
    .max(most, `Enter ${least} to ${most} ${unit}.`);

/** The settings as a form sends them, each within bounds of its own. */
export const decisionFields = {
  moderateFromPeople: whole(2, 100_000, "people"),
  highFromPeople: whole(2, 1_000_000, "people"),
  highFromPercent: whole(1, 100, "percent"),
  remindAfterDays: whole(1, 30, "days"),
  escalateAfterDays: whole(1, 60, "days"),
  lapseAfterDays: whole(2, 365, "days"),
};

type Fault = { path: [keyof DecisionSettings]; message: string };

/** Returns what contradicts itself: each step has to come after the one before. */
export function faultsInDecisions(settings: DecisionSettings): Fault[] {
  const { moderateFromPeople, highFromPeople, remindAfterDays, escalateAfterDays, lapseAfterDays } = settings;
  const faults: Fault[] = [];
  if (highFromPeople < moderateFromPeople)
    faults.push({ path: ["highFromPeople"], message: "High begins at no fewer people than moderate." });
  if (escalateAfterDays <= remindAfterDays)
    faults.push({ path: ["escalateAfterDays"], message: "Others are told after the approvers were reminded." });
  if (lapseAfterDays <= escalateAfterDays)
    faults.push({ path: ["lapseAfterDays"], message: "A request lapses after others were told of it." });
  return faults;
}
