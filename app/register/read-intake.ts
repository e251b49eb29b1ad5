import type { Instant } from "#app/engine/types.ts";
import type { CompensatingControl, MaterialContent } from "./exception.ts";
import type { IntakeStep } from "./intake-form.ts";
import { linesIn } from "./related-query.ts";
import { typedTime } from "./typed-time.ts";
import { offsetMinutesAt } from "./wall-clock.ts";
import { type LocalWindow, utcWindows } from "./weekly-windows.ts";

/** What a form is read by, beside its fields. */
export type FormContext = {
  /** By its clocks times are entered. */
  timeZone: string;
  now: Instant;
  /** The workspace's catalogue, from which controls are ticked. */
  controls: readonly { id: string; name: string; howChecked: string }[];
};

type Before = Partial<MaterialContent>;

/**
 * Returns the draft after one step's form: the fields of that step as typed, everything else as it was.
 * The result is judged by the draft's schema; nothing is checked here.
 */
export function draftAfter(
  step: IntakeStep,
  form: FormData,
  before: Before,
  context: FormContext,
): Record<string, unknown> {
  return { ...before, ...readStep(step, fieldsOf(form), before, context) };
}

function fieldsOf(form: FormData) {
  return {
    text: (name: string) => String(form.get(name) ?? ""),
    all: (name: string) => form.getAll(name).map(String),
    names: [...form.keys()],
  };
}
type Fields = ReturnType<typeof fieldsOf>;

function readStep(step: IntakeStep, fields: Fields, before: Before, context: FormContext): Record<string, unknown> {
  switch (step) {
    case "what":
      return readWhat(fields, before, context);
    case "why":
      return readWhy(fields, before, context);
    case "controls":
      return readControls(fields, before, context);
    case "monitoring":
      return {
        monitoringPlan: fields.text("monitoringPlan"),
        milestones: readMilestones(fields, before, context),
      };
    case "check":
      return {};
    default:
      return step satisfies never;
  }
}

function readWhat({ text, all, names }: Fields, { startsAt }: Before, { timeZone, now }: FormContext) {
  const ahead = offsetMinutesAt(startsAt ?? now, timeZone);
  const uses = text("scope.maxUses").trim();
  return {
    title: text("title"),
    category: text("category"),
    effect: text("effect") || undefined,
    // Ticks that were made for another answer are still in the form, out of sight.
    factors: text("effect") === "allow_factors" ? all("factors") : [],
    beneficiaryId: text("for") === "other" ? text("beneficiaryId").trim() : null,
    scope: {
      users: linesIn(text("scope.users")),
      servicePrincipals: linesIn(text("scope.servicePrincipals")),
      groups: linesIn(text("scope.groups")),
      roles: linesIn(text("scope.roles")),
      applications: linesIn(text("scope.applications")),
      networks: linesIn(text("scope.networks")),
      devices: all("scope.devices"),
      protocols: all("scope.protocols"),
      windows: utcWindows(readWindows({ text, all, names }), ahead),
      maxUses: uses === "" ? null : Number(uses),
    },
  };
}

/** A row without a day and a time is an empty one; a day without times is the whole day. */
function readWindows({ text, all, names }: Fields): LocalWindow[] {
  const rows = names.filter((name) => /^window\.\d+\.from$/.test(name)).map((name) => name.slice(0, -".from".length));
  return rows
    .map((row) => ({ days: all(`${row}.days`).map(Number), from: text(`${row}.from`), to: text(`${row}.to`) }))
    .filter(({ days, from, to }) => days.length > 0 || from !== "" || to !== "")
    .map(({ days, from, to }) => ({
      days: days.length > 0 ? days : [1, 2, 3, 4, 5, 6, 7],
      fromMinute: minuteOf(from),
      toMinute: minuteOf(to) || 1440,
    }));
}

/** Reads what a time field sends; it sends nothing else. */
function minuteOf(time: string): number {
  const [, hours, minutes] = /^(\d\d):(\d\d)/.exec(time) ?? [];
  return (Number(hours ?? 0) % 24) * 60 + (Number(minutes ?? 0) % 60);
}

function readWhy({ text }: Fields, before: Before, { timeZone }: FormContext) {
  return {
    ownerId: text("ownerId").trim() || null,
    justification: text("justification"),
    startsAt: typedTime(text("startsAt"), timeZone, before.startsAt),
    endsAt: typedTime(text("endsAt"), timeZone, before.endsAt),
    plannedRetirementAt: typedTime(text("plannedRetirementAt"), timeZone, before.plannedRetirementAt) ?? null,
  };
}

function readControls({ text, all, names }: Fields, before: Before, { controls }: FormContext) {
  const likelihood = Number(text("estimate.likelihood"));
  const impact = Number(text("estimate.impact"));
  const ticked = all("control.catalogue").flatMap((id) => controls.find((each) => each.id === id) ?? []);
  const written = rows(all("control.name"), all("control.howChecked"));
  return {
    estimate: likelihood && impact ? { likelihood, impact } : null,
    compensatingControls: [
      ...ticked.map(({ id, name, howChecked }) => asBefore(before, id) ?? { name, howChecked, catalogueId: id }),
      ...written.map(([name, howChecked]) => ({ name, howChecked, catalogueId: null })),
    ],
    details: Object.fromEntries(
      names.filter((key) => key.startsWith("details.")).map((key) => [key.slice("details.".length), text(key)]),
    ),
  };
}

/** What was approved or written of a control stays, whatever its entry in the catalogue says by now. */
function asBefore({ compensatingControls }: Before, id: string): CompensatingControl | undefined {
  return compensatingControls?.find(({ catalogueId }) => catalogueId === id);
}

function readMilestones({ all }: Fields, { milestones }: Before, context: FormContext) {
  return rows(all("milestone.title"), all("milestone.dueAt")).map(([title, due]) => {
    const known = milestones?.find((each) => each.title === title);
    return { title, dueAt: typedTime(due, context.timeZone, known?.dueAt) ?? "", doneAt: known?.doneAt ?? null };
  });
}

/** Pairs two columns of a form and leaves out the rows in which both are empty. */
function rows(one: string[], other: string[]): [string, string][] {
  return one
    .map((value, index): [string, string] => [value, other[index] ?? ""])
    .filter(([a, b]) => a.trim() || b.trim());
}
