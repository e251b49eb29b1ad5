import { approverGroupLabels, roleLabels } from "#app/register/roles.ts";
import type { AuditRow } from "./chain.ts";
import { fieldLabel, pageOfId } from "./event-fields.ts";
import { sentenceOf } from "./sentences.ts";

/** A value as it is shown: an instant and a state in the words of the screens, a code as it is. */
export type ShownValue = { text: string; kind: "text" | "instant" | "state" | "code"; to: string | null };

export type EventFact = { label: string; value: ShownValue };
export type EventChange = { label: string; before: ShownValue | null; after: ShownValue | null };

/** An event in words: what was done, what it changed, and whatever else it says. */
export type EventWords = {
  /** Goes on after the name of who did it: "approved EXC-2026-0042 for risk". */
  sentence: string;
  /** What it is about, by name, and the page of that. */
  about: { label: string; to: string | null };
  changes: EventChange[];
  facts: EventFact[];
};

/** What ids are called; an id that is not there stands for itself. */
export type EventNames = Readonly<Record<string, string>>;

type Said = Pick<AuditRow, "type" | "subjectKind" | "subjectId" | "data">;
type Data = Record<string, unknown>;

/** Says an event in words. Nothing of its data is left out: what has no place of its own is a fact under its field's name. */
export function eventWords(row: Said, names: EventNames): EventWords {
  const data = JSON.parse(row.data) as Data; // cast: every event's data is an object
  const about = aboutOf(row, names);
  const { changes, rest } = changesOf(data, { type: row.type, names });
  return {
    sentence: sentenceWith(row, data, about.label),
    about,
    changes,
    facts: Object.entries(rest).flatMap(([key, value]) => factsOf(key, value, names)),
  };
}

function aboutOf({ subjectKind, subjectId }: Said, names: EventNames): EventWords["about"] {
  const name = names[`${subjectKind}:${subjectId}`] ?? names[subjectId];
  // An id that only machines tell apart says less than what kind of thing it is.
  const label = name ?? (isMadeUp(subjectId) ? subjectKind.replaceAll("_", " ") : subjectId);
  return { label, to: pageOfSubject(subjectKind, subjectId) };
}

function isMadeUp(id: string): boolean {
  return /^[a-z]{2,3}_[0-9a-z]{20}$/.test(id);
}

const pagesOfDirectory: Record<string, string> = {
  group: "groups",
  role: "roles",
  application: "applications",
  service_principal: "service-principals",
};

function pageOfSubject(kind: string, id: string): string | null {
  const ofDirectory = pagesOfDirectory[kind];
  if (ofDirectory) return `/directory/${ofDirectory}/${encodeURIComponent(id)}`;
  if (kind === "job") return `/settings/jobs/${encodeURIComponent(id)}`;
  if (kind === "category") return `/settings/categories/${encodeURIComponent(id)}`;
  return pageOfId(id);
}

type Particulars = (data: Data, id: string) => string;

const text = (value: unknown) => String(value ?? "").replaceAll("_", " ");

/** Where the sentence alone would leave out the point. */
const particulars: Record<string, Particulars> = {
  "exception.approved": ({ approverGroup, isLast }, id) =>
    `approved ${id} for ${groupLabel(approverGroup)}${isLast ? ", as the last who had to" : ""}`,
  "exception.ratified": ({ approverGroup }, id) => `ratified the emergency ${id} for ${groupLabel(approverGroup)}`,
  "exception.extension_approved": ({ approverGroup }, id) =>
    `approved the later end of ${id} for ${groupLabel(approverGroup)}`,
  "exception.assessed": ({ rating }, id) => `rated the risk of ${id} as ${text(rating)}`,
  "exception.reviewed": ({ outcome }, id) => `reviewed ${id}: ${text(outcome)}`,
  "exception.control_checked": ({ control, result }, id) => `checked “${text(control)}” of ${id}: ${text(result)}`,
  "exception.validated": ({ result }, id) => `tested ${id}: ${text(result)}`,
  "exception.suspended": ({ cause }, id) => `suspended ${id} (${text(cause)})`,
  "export.made": ({ format, rows }) => `exported ${text(rows)} rows as ${text(format)}`,
  "decisions.sealed": ({ stream, seq }) => `sealed the decisions of stream ${text(stream)} up to batch ${text(seq)}`,
  "session.created": ({ exceptionId, reason }) =>
    typeof exceptionId === "string" ? `signed in under ${exceptionId}` : `signed in (${String(reason)})`,
  "session.refused": ({ reason }) => `was refused by the policy (${String(reason)})`,
  "audit.verified": ({ ok, upToSeq, firstBreak }) =>
    ok
      ? `verified the log: all ${text(upToSeq)} rows follow`
      : `verified the log: it does not follow${typeof firstBreak === "number" ? ` at row ${firstBreak}` : ""}`,
};

function groupLabel(group: unknown): string {
  return (approverGroupLabels as Record<string, string>)[String(group)]?.toLowerCase() ?? text(group);
}

function sentenceWith({ type, subjectKind, subjectId }: Said, data: Data, about: string): string {
  const particular = particulars[type]?.(data, subjectId);
  if (particular !== undefined) return particular;
  const sentence = sentenceOf(type);
  if (subjectKind === "workspace") return sentence;
  if (subjectKind === "exception" && /\bit\b/.test(sentence)) return sentence.replace(/\bit\b/, subjectId);
  return isMadeUp(subjectId) && about === subjectKind.replaceAll("_", " ") ? sentence : `${sentence} (${about})`;
}

type Telling = { type: string; names: EventNames };

/** Takes out of an event's data what says before and after; the rest is left. */
function changesOf(data: Data, telling: Telling): { changes: EventChange[]; rest: Data } {
  const { from, to, ...others } = data;
  const isMove = isState(from) && isState(to) && from !== to;
  const moved = isMove ? [{ label: "State", before: shown("state", from), after: shown("state", to) }] : [];
  const { changes, rest } = differencesIn(others, telling);
  const ends = Object.entries({ from, to }).filter(([, value]) => value !== undefined);
  return { changes: [...moved, ...changes], rest: { ...(isMove ? {} : Object.fromEntries(ends)), ...rest } };
}

function differencesIn(data: Data, { type, names }: Telling): { changes: EventChange[]; rest: Data } {
  const { changes, ...others } = data;
  // Where what differs is named one by one, both texts in full stand beside it.
  if (isListOfChanges(changes)) return { changes: changes.map(changeOf), rest: others };
  const { before, after, ...rest } = data;
  if (!("before" in data && "after" in data)) return { changes: [], rest: data };
  return { changes: differences({ before, after, path: "", whole: wholeLabels[type] ?? "Value" }, names), rest };
}

/** What is before and after where it is no more than one value. */
const wholeLabels: Record<string, string> = {
  "user.roles_changed": "Roles",
  "user.access_changed": "May use the register until",
  "factor.renamed": "Name",
  "exception.owner_assigned": "Owner",
  "campaign.reassigned": "Reviewer",
  "oath_token.custody_changed": "Who has it",
  "oath_token.replacement_set": "To be replaced by",
  "oath_token.resynchronised": "Steps ahead",
};

function changeOf({ what, before, after, direction, note }: Listed): EventChange {
  const more = [direction, note].filter((said) => typeof said === "string" && said !== "").join("; ");
  return {
    label: more ? `${what} (${more})` : what,
    before: before === null ? null : plain(before),
    after: after === null ? null : plain(after),
  };
}

function isState(value: unknown): value is string {
  return typeof value === "string" && /^[a-z_]+$/.test(value);
}

type Listed = { what: string; before: string | null; after: string | null; direction?: unknown; note?: unknown };

function isListOfChanges(value: unknown): value is Listed[] {
  return Array.isArray(value) && value.every((each) => isRecord(each) && typeof each.what === "string");
}

function isRecord(value: unknown): value is Data {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

type Pair = { before: unknown; after: unknown; path: string; whole: string };

/** What differs between two values, field by field; what was the same is not told twice. */
function differences({ before, after, path, whole }: Pair, names: EventNames): EventChange[] {
  if (!isRecord(before) && !isRecord(after)) {
    const label = path === "" ? whole : fieldLabel(path);
    const key = path.split(".").at(-1) ?? "";
    return [{ label, before: wordedValue(key, before, names), after: wordedValue(key, after, names) }];
  }
  const [was, is] = [isRecord(before) ? before : {}, isRecord(after) ? after : {}];
  return [...new Set([...Object.keys(was), ...Object.keys(is)])]
    .filter((key) => JSON.stringify(was[key]) !== JSON.stringify(is[key]))
    .flatMap((key) =>
      differences({ before: was[key], after: is[key], path: path === "" ? key : `${path}.${key}`, whole }, names),
    );
}

function factsOf(path: string, value: unknown, names: EventNames): EventFact[] {
  if (isRecord(value) && Object.keys(value).length > 0 && path.split(".").length < 3)
    return Object.entries(value).flatMap(([key, each]) => factsOf(`${path}.${key}`, each, names));
  const key = path.split(".").at(-1) ?? "";
  return [{ label: fieldLabel(path), value: wordedValue(key, value, names) ?? plain("none") }];
}

const instantForm = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;

/** Returns a value as it is shown; null for nothing. */
function wordedValue(key: string, value: unknown, names: EventNames): ShownValue | null {
  if (value === null || value === undefined || value === "") return null;
  if (typeof value === "boolean") return plain(value ? "yes" : "no");
  if (typeof value === "number") return plain(String(value));
  if (typeof value === "string") return textOf(key, value, names);
  if (Array.isArray(value) && value.every((each) => typeof each !== "object"))
    return value.length === 0 ? null : plain(value.map((each) => textOf(key, String(each), names).text).join(", "));
  return { text: JSON.stringify(value, null, 2), kind: "code", to: null };
}

function textOf(key: string, value: string, names: EventNames): ShownValue {
  if (instantForm.test(value)) return shown("instant", value);
  if (/^[0-9a-f]{64}$/.test(value)) return shown("code", value);
  if (key === "decisionId") return { text: value, kind: "text", to: `/decisions/${encodeURIComponent(value)}` };
  if (["roles", "before", "after", ""].includes(key) && value in roleLabels)
    return plain((roleLabels as Record<string, string>)[value] ?? value);
  return { text: names[value] ?? value, kind: "text", to: pageOfId(value) };
}

function plain(value: string): ShownValue {
  return shown("text", value);
}

function shown(kind: ShownValue["kind"], value: string): ShownValue {
  return { text: value, kind, to: null };
}
