import { type PolicyContent, policyContentSchema } from "./policy-content.ts";

/** A rule or floor as its row of the form has it. */
export type EntryRow = {
  id: string;
  kind: string;
  target: string;
  dial: string;
  factorSet: string;
  challengeFrequency: string;
};

/** What the form of the policy holds, as it was typed. */
export type PolicyTyped = {
  basedOn: string;
  dial: string;
  factorSet: string;
  enrollmentTiming: string;
  grace: string;
  graceUnit: "days" | "hours";
  recoveryCodesAllowed: boolean;
  codesCountAsEnrollment: boolean;
  challengeFrequency: string;
  forcesReenrollment: boolean;
  reason: string;
  rules: EntryRow[];
  floors: EntryRow[];
};

type Typed = Omit<PolicyTyped, "basedOn" | "forcesReenrollment" | "reason">;

/** Returns a policy as the form shows it; people by the names that `userNames` has for their ids. */
export function typedOf(content: PolicyContent, userNames: Readonly<Record<string, string>> = {}): Typed {
  const rowOf = (entry: PolicyContent["rules"][number]): EntryRow => ({
    id: entry.id,
    kind: entry.target.kind,
    target: (entry.target.kind === "user" && userNames[entry.target.id]) || entry.target.id,
    dial: entry.dial,
    factorSet: entry.factorSet ?? "",
    challengeFrequency: entry.challengeFrequency ?? "",
  });
  const isInDays = content.graceHours % 24 === 0;
  return {
    dial: content.dial,
    factorSet: content.factorSet,
    enrollmentTiming: content.enrollmentTiming,
    grace: String(isInDays ? content.graceHours / 24 : content.graceHours),
    graceUnit: isInDays ? "days" : "hours",
    recoveryCodesAllowed: content.recoveryCodesAllowed,
    codesCountAsEnrollment: content.codesCountAsEnrollment,
    challengeFrequency: content.challengeFrequency,
    rules: content.rules.map(rowOf),
    floors: content.floors.map(rowOf),
  };
}

const lists = ["rules", "floors"] as const;
const names = ["id", "kind", "target", "dial", "factorSet", "challengeFrequency"] as const;

/** Reads the form, and does what its buttons for rows ask: one more, or one less. */
export function readPolicyForm(form: FormData): { intent: string; typed: PolicyTyped } {
  const text = (name: string) => String(form.get(name) ?? "");
  const rowsOf = (list: (typeof lists)[number]): EntryRow[] => {
    const columns = names.map((name) => form.getAll(`${list}.${name}`).map(String));
    const ids = columns[0] ?? [];
    // cast: one entry for each of the names
    return ids.map(
      (_id, index) =>
        Object.fromEntries(names.map((name, column) => [name, columns[column]?.[index] ?? ""])) as EntryRow,
    );
  };
  const intent = text("intent");
  const typed: PolicyTyped = {
    basedOn: text("basedOn"),
    dial: text("dial"),
    factorSet: text("factorSet"),
    enrollmentTiming: text("enrollmentTiming"),
    grace: text("grace").trim(),
    graceUnit: text("graceUnit") === "hours" ? "hours" : "days",
    recoveryCodesAllowed: form.has("recoveryCodesAllowed"),
    codesCountAsEnrollment: form.has("codesCountAsEnrollment"),
    challengeFrequency: text("challengeFrequency"),
    forcesReenrollment: form.has("forcesReenrollment"),
    reason: text("reason").trim(),
    rules: rowsOf("rules"),
    floors: rowsOf("floors"),
  };
  return { intent, typed: withRows(typed, intent) };
}

function withRows(typed: PolicyTyped, intent: string): PolicyTyped {
  const [verb, list, id] = intent.split(":");
  if (list !== "rules" && list !== "floors") return typed;
  if (verb === "add") return { ...typed, [list]: [...typed[list], newRow(list, typed[list])] };
  if (verb === "remove") return { ...typed, [list]: typed[list].filter((row) => row.id !== id) };
  return typed;
}

function newRow(list: (typeof lists)[number], rows: readonly EntryRow[]): EntryRow {
  const prefix = list === "rules" ? "rule" : "floor";
  const numbers = rows.map(({ id }) => Number(/-(\d+)$/.exec(id)?.[1] ?? 0));
  const id = `${prefix}-${Math.max(0, ...numbers) + 1}`;
  return { id, kind: "group", target: "", dial: "required", factorSet: "", challengeFrequency: "" };
}

/** Whether a button of the form works on its rows and not on the policy. */
export function isAboutRows(intent: string): boolean {
  return /^(add|remove):/.test(intent);
}

type Read = { ok: true; content: PolicyContent } | { ok: false; errors: Record<string, string> };

/** Returns the policy that was typed, or what is wrong by field; a field's id is its name. */
export function contentOfForm(typed: PolicyTyped): Read {
  const parsed = policyContentSchema.safeParse({
    ...typed,
    graceHours: hoursOf(typed),
    rules: typed.rules.map(entryOf),
    floors: typed.floors.map(entryOf),
  });
  if (parsed.success) return { ok: true, content: parsed.data };
  const errors: Record<string, string> = {};
  for (const { path, message } of parsed.error.issues) errors[fieldOf(path)] ??= message;
  return { ok: false, errors };
}

function hoursOf({ grace, graceUnit }: PolicyTyped): number {
  const number = /^\d+([.,]\d+)?$/.test(grace) ? Number(grace.replace(",", ".")) : Number.NaN;
  return graceUnit === "days" ? number * 24 : number;
}

function entryOf({ id, kind, target, dial, factorSet, challengeFrequency }: EntryRow) {
  return {
    id,
    target: { kind, id: target.trim() },
    dial,
    ...(factorSet && { factorSet }),
    ...(challengeFrequency && { challengeFrequency }),
  };
}

/** The grace is typed in two fields, and of an entry's target the name is what can be wrong. */
function fieldOf([first, index, name]: readonly PropertyKey[]): string {
  if (first === "graceHours") return "grace";
  return index === undefined
    ? String(first)
    : `${String(first)}.${String(index)}.${name === "id" ? "target" : String(name)}`;
}
