import type { MaterialContent } from "./exception.ts";
import type { Gap } from "./readiness.ts";

export const intakeSteps = ["what", "why", "controls", "monitoring", "check"] as const;
export type IntakeStep = (typeof intakeSteps)[number];

export const intakeStepLabels: Record<IntakeStep, string> = {
  what: "What and who",
  why: "Why and until when",
  controls: "Compensating controls",
  monitoring: "Monitoring and exit plan",
  check: "Check and submit",
};

/** Which step asks for which part of the content; a path begins with the part's name. */
const stepOfField: Record<keyof MaterialContent, IntakeStep> = {
  title: "what",
  category: "what",
  effect: "what",
  factors: "what",
  scope: "what",
  ownerId: "why",
  justification: "why",
  startsAt: "why",
  endsAt: "why",
  plannedRetirementAt: "why",
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

/**
 * Returns the draft after one step's form: the fields of that step as typed, everything else as it was.
 * The result is judged by DraftSchema; nothing is checked here.
 */
export function draftAfter(
  step: IntakeStep,
  form: FormData,
  before: Partial<MaterialContent>,
): Record<string, unknown> {
  return { ...before, ...readStep(step, form) };
}

function readStep(step: IntakeStep, form: FormData): Record<string, unknown> {
  const text = (name: string) => String(form.get(name) ?? "");
  const all = (name: string) => form.getAll(name).map(String);
  switch (step) {
    case "what":
      return {
        title: text("title"),
        category: text("category"),
        effect: text("effect") || undefined,
        factors: all("factors"),
        scope: {
          users: lines(text("scope.users")),
          servicePrincipals: lines(text("scope.servicePrincipals")),
          groups: lines(text("scope.groups")),
          roles: lines(text("scope.roles")),
          applications: lines(text("scope.applications")),
          networks: lines(text("scope.networks")),
          devices: all("scope.devices"),
          protocols: all("scope.protocols"),
        },
      };
    case "why":
      return {
        ownerId: text("ownerId").trim() || null,
        justification: text("justification"),
        startsAt: utc(text("startsAt")),
        endsAt: utc(text("endsAt")),
        plannedRetirementAt: utc(text("plannedRetirementAt")) ?? null,
      };
    case "controls":
      return {
        compensatingControls: rows(all("control.name"), all("control.howChecked")).map(([name, howChecked]) => ({
          name,
          howChecked,
        })),
        details: Object.fromEntries(
          [...form.keys()].filter((key) => key.startsWith("details.")).map((key) => [key.slice(8), text(key)]),
        ),
      };
    case "monitoring":
      return {
        monitoringPlan: text("monitoringPlan"),
        milestones: rows(all("milestone.title"), all("milestone.dueAt")).map(([title, dueAt]) => ({
          title,
          dueAt: utc(dueAt) ?? "",
        })),
      };
    case "check":
      return {};
    default:
      return step satisfies never;
  }
}

/** One entry a line; commas and semicolons separate too, as people paste lists of every kind. */
function lines(text: string): string[] {
  return text
    .split(/[\n,;]/)
    .map((line) => line.trim())
    .filter(Boolean);
}

/** Reads what a date-and-time field sends, which has no zone; our fields are labelled UTC. */
function utc(text: string): string | undefined {
  if (text.trim() === "") return undefined;
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(text) ? `${text}:00Z` : text;
}

/** Pairs two columns of a form and leaves out the rows in which both are empty. */
function rows(one: string[], other: string[]): [string, string][] {
  return one
    .map((value, index): [string, string] => [value, other[index] ?? ""])
    .filter(([a, b]) => a.trim() || b.trim());
}
