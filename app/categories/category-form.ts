import { ratings } from "#app/register/risk.ts";
import { approverGroups } from "#app/register/roles.ts";
import { type CategoryContent, categoryContentSchema } from "./category-content.ts";

/** A required part as its row of the form has it. */
export type PartRow = { key: string; label: string; hint: string; need: string };

/** What the form of a category holds, as it was typed: single fields by name, and the rows of parts. */
export type CategoryTyped = { fields: Record<string, string>; parts: PartRow[] };

const numbers = ["defaultTermDays", "mostTermDays", "extensionDays", "graceDays"] as const;
const limits = ["lifetimeDays", "mostExtensions", "firstReviewDays", "dormantAfterDays", "rotateEveryDays"] as const;
const texts = ["label", "summary", "silence"] as const;
const switches = ["isEnabled", "reasonIsPrivate"] as const;

/** How many empty rows wait for further parts. */
const spareParts = 2;

/** Returns a category as its form shows it. */
export function typedOfCategory(content: CategoryContent): CategoryTyped {
  const fields: Record<string, string> = {};
  for (const name of [...texts, ...numbers, ...limits]) fields[name] = String(content[name] ?? "");
  for (const name of switches) fields[name] = content[name] ? "on" : "";
  for (const rating of ratings) {
    fields[`reviewEveryDays.${rating}`] = String(content.reviewEveryDays[rating]);
    for (const group of approverGroups) {
      const minimum = content.stages[rating].find((stage) => stage.group === group)?.minimum ?? 0;
      fields[`stages.${rating}.${group}`] = String(minimum);
    }
  }
  const parts = content.mustCarry.map(({ isRequired, ...part }) => ({
    ...part,
    need: isRequired ? "required" : "optional",
  }));
  return { fields, parts: withSpare(parts) };
}

function withSpare(parts: readonly PartRow[]): PartRow[] {
  const empty = { key: "", label: "", hint: "", need: "required" };
  return [...parts, ...Array.from({ length: spareParts }, () => empty)];
}

/** Reads the form; a row whose name was emptied is a part that is taken away. */
export function readCategoryForm(form: FormData): CategoryTyped {
  const fields: Record<string, string> = {};
  for (const [name, value] of form) if (!name.startsWith("part.")) fields[name] = String(value).trim();
  for (const name of switches) fields[name] = form.has(name) ? "on" : "";
  const column = (name: string) => form.getAll(`part.${name}`).map((value) => String(value).trim());
  const [keys, labels, hints, needs] = [column("key"), column("label"), column("hint"), column("need")];
  const rows = labels.map((label, index) => ({
    key: keys[index] || keyOf(label),
    label,
    hint: hints[index] ?? "",
    need: needs[index] ?? "",
  }));
  return { fields, parts: withSpare(rows.filter(({ label }) => label !== "")) };
}

/** A part keeps its key for ever, since what records say of it is kept under it. */
function keyOf(label: string): string {
  const words = label
    .toLowerCase()
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^[^a-z]+|_+$/g, "");
  return words.slice(0, 40).replace(/_+$/, "") || "part";
}

type Read = { ok: true; content: CategoryContent } | { ok: false; errors: Record<string, string> };

/** Returns the category that was typed, or what is wrong by field; a field's id is its name. */
export function contentOfCategoryForm({ fields, parts }: CategoryTyped): Read {
  const text = (name: string) => fields[name] ?? "";
  const number = (name: string) => (/^\d{1,6}$/.test(text(name)) ? Number(text(name)) : Number.NaN);
  const perRating = <T>(of: (rating: (typeof ratings)[number]) => T) =>
    Object.fromEntries(ratings.map((rating) => [rating, of(rating)]));
  const parsed = categoryContentSchema.safeParse({
    ...Object.fromEntries(texts.map((name) => [name, text(name)])),
    ...Object.fromEntries(numbers.map((name) => [name, number(name)])),
    ...Object.fromEntries(limits.map((name) => [name, text(name) === "" ? null : number(name)])),
    ...Object.fromEntries(switches.map((name) => [name, text(name) === "on"])),
    reviewEveryDays: perRating((rating) => number(`reviewEveryDays.${rating}`)),
    stages: perRating((rating) =>
      approverGroups
        .map((group) => ({ group, minimum: number(`stages.${rating}.${group}`) }))
        .filter(({ minimum }) => minimum !== 0),
    ),
    mustCarry: parts
      .filter(({ label }) => label !== "")
      .map(({ need, ...part }) => ({ ...part, isRequired: need === "required" })),
  });
  if (parsed.success) return { ok: true, content: parsed.data };
  const errors: Record<string, string> = {};
  for (const { path, message } of parsed.error.issues) errors[fieldOf(path)] ??= message;
  return { ok: false, errors };
}

/** The stages of a rating stand in one group of fields, and a row of parts is named by its place. */
function fieldOf([first, second, third]: readonly PropertyKey[]): string {
  if (first === "mustCarry" && second !== undefined)
    return `${String(second)}.part.${third === "hint" ? "hint" : "label"}`;
  return second === undefined ? String(first) : `${String(first)}.${String(second)}`;
}
