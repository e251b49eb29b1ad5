import type { Instant } from "#app/engine/types.ts";
import { reviewAfter } from "#app/register/cadence.ts";
import { nextQuarterStart, quarterOf, quarterStart } from "#app/register/quarter.ts";
import { instantOf, wallClockOf } from "#app/register/wall-clock.ts";

export const drillSteps = [
  "custodians_present",
  "seal_intact",
  "announced",
  "signs_in_cut_off",
  "mfa_enforced",
  "log_distinct",
  "alarm_reached",
  "session_ended",
  "credential_rotated",
  "resealed",
] as const;
export type DrillStep = (typeof drillSteps)[number];

export const stepResults = ["pass", "fail", "not_applicable"] as const;
export type StepResult = (typeof stepResults)[number];

type Wording = {
  title: string;
  asks: string;
  /** Without it a drill has shown nothing, so it cannot be called not applicable. */
  isRequired: boolean;
};

/** What each step of a drill is, in the order in which they are gone through. */
export const stepWording: Readonly<Record<DrillStep, Wording>> = {
  custodians_present: {
    title: "Both custodians are present",
    asks: "Who is there? Name them in the note.",
    isRequired: true,
  },
  seal_intact: {
    title: "The seal is intact and its number matches the log",
    asks: "Note the number of the envelope or box.",
    isRequired: true,
  },
  announced: {
    title: "It was announced",
    asks: "Does whoever watches over the alarms know that it begins?",
    isRequired: false,
  },
  signs_in_cut_off: {
    title: "The account signs in with the identity provider cut off",
    asks: "Block the way to the provider first, then sign in.",
    isRequired: true,
  },
  mfa_enforced: {
    title: "It is asked for a second factor",
    asks: "Which assurance did the session reach?",
    isRequired: true,
  },
  log_distinct: {
    title: "The log tells the session from an ordinary one",
    asks: "The use is on record, and so is session.bypass_idp where the register itself was entered.",
    isRequired: true,
  },
  alarm_reached: {
    title: "The alarm reached the security contact",
    asks: "After how long? The contact says so, not the register.",
    isRequired: true,
  },
  session_ended: {
    title: "The session was ended, and is gone",
    asks: "Sign out, and look whether a page still opens.",
    isRequired: true,
  },
  credential_rotated: {
    title: "The credential was rotated afterwards",
    asks: "The register looks for the rotation that two people confirmed.",
    isRequired: true,
  },
  resealed: {
    title: "The new secret is sealed again, its number in the log",
    asks: "Note the new number.",
    isRequired: false,
  },
};

export type DrillAnswer = { step: DrillStep; result: StepResult; note: string; by: string; at: Instant };

export const drillResults = ["passed", "failed", "cancelled"] as const;
export type DrillResult = (typeof drillResults)[number];

/** A quarterly walk through the emergency: can the account be used, is that noticed, is it safe again afterwards. */
export type Drill = {
  id: string;
  userId: string;
  /** As 2026-Q4, of the day on which it begins. */
  quarter: string;
  startsAt: Instant;
  /** A use before this instant, and not before the start, belongs to it. */
  endsAt: Instant;
  /** Who will sign in as the account. */
  signsIn: string;
  plannedBy: string;
  plannedAt: Instant;
  evidence: string | null;
  result: DrillResult | null;
  finishedBy: string | null;
  finishedAt: Instant | null;
  answers: readonly DrillAnswer[];
};

/** A drill's window in hours: long enough for a walk to the safe, too short to hide behind. */
export const drillHours = { least: 0.25, usual: 2, most: 8 } as const;

/** Returns the steps that nobody has answered. */
export function openSteps({ answers }: Pick<Drill, "answers">): DrillStep[] {
  return drillSteps.filter((step) => !answers.some((answer) => answer.step === step));
}

/** Returns the steps that did not go as they should. */
export function failedSteps({ answers }: Pick<Drill, "answers">): DrillAnswer[] {
  return answers.filter(({ result }) => result === "fail");
}

/** Whether an answer may be given to a step: what a drill is for cannot be left out. */
export function isAnswerOf(step: DrillStep, result: StepResult): boolean {
  return result !== "not_applicable" || !stepWording[step].isRequired;
}

/** A quarter of a workspace's calendar, as instants. */
export type Quarter = { name: string; beginsAt: Instant; endsAt: Instant };

/** Returns the quarter that an instant lies in, by the clocks of a zone. */
export function quarterAt(now: Instant, timeZone: string): Quarter {
  const day = wallClockOf(now, timeZone).slice(0, 10);
  return {
    name: quarterOf(day),
    beginsAt: instantOf(`${quarterStart(day)}T00:00`, timeZone),
    endsAt: instantOf(`${nextQuarterStart(day)}T00:00`, timeZone),
  };
}

/** Returns the quarter before one. */
export function quarterBefore({ beginsAt }: Quarter, timeZone: string): Quarter {
  return quarterAt(new Date(Date.parse(beginsAt) - 1).toISOString(), timeZone);
}

/** Returns the instant some calendar days before a quarter ends. */
export function daysBeforeEnd({ endsAt }: Quarter, days: number, timeZone: string): Instant {
  return reviewAfter(endsAt, -days, timeZone);
}

/** Days before the end of a quarter at which people are reminded of a drill that nobody has held. */
export const drillReminderDays = [30, 14, 7] as const;

/** An account that was registered so late in a quarter is drilled in the next one. */
const daysToPrepare = 14;

/** Whether an account has to be drilled in a quarter. */
export function isDueIn(quarter: Quarter, since: Instant, timeZone: string): boolean {
  return since <= daysBeforeEnd(quarter, daysToPrepare, timeZone);
}
