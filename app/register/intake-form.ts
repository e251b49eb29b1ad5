import type { MaterialContent } from "./exception.ts";
import type { Gap } from "./readiness.ts";

export const intakeSteps = ["what", "why", "controls", "monitoring", "check"] as const;
export type IntakeStep = (typeof intakeSteps)[number];

export const intakeStepLabels: Record<IntakeStep, string> = {
  what: "What and who",
  why: "Why and until when",
  controls: "Risk and controls",
  monitoring: "Monitoring and exit plan",
  check: "Check and submit",
};

/** Which step asks for which part of the content; a path begins with the part's name. */
const stepOfField: Record<keyof MaterialContent, IntakeStep> = {
  title: "what",
  category: "what",
  effect: "what",
  factors: "what",
  beneficiaryId: "what",
  scope: "what",
  ownerId: "why",
  justification: "why",
  startsAt: "why",
  endsAt: "why",
  plannedRetirementAt: "why",
  estimate: "controls",
  compensatingControls: "controls",
  details: "controls",
  monitoringPlan: "monitoring",
  milestones: "monitoring",
};

/** Returns the step whose form asks for a field such as "scope.networks". */
export function stepOf(field: string): IntakeStep {
  const part = field.split(".", 1)[0] as keyof MaterialContent; // fields of gaps and issues begin with a part
  return stepOfField[part] ?? "check";
}

export function gapsIn(gaps: readonly Gap[], step: IntakeStep): Gap[] {
  return gaps.filter(({ field }) => stepOf(field) === step);
}

export function nextStep(step: IntakeStep): IntakeStep {
  return intakeSteps[intakeSteps.indexOf(step) + 1] ?? "check";
}

/** How many empty rows a form offers for controls and milestones beside the filled ones. */
export const spareRows = 2;
