import { z } from "zod";
import { devicePostures, protocols } from "#app/engine/types.ts";
import { categoryPack } from "#app/register/category.ts";
import { type Draft, DraftSchema } from "#app/register/exception-schemas.ts";
import { entriesOfCell, type SheetRow } from "./sheet-row.ts";

/** The fields that a column can be mapped to; `details.KEY` maps to a part that the category must carry. */
export const csvFields = [
  "id",
  "title",
  "category",
  "effect",
  "users",
  "groups",
  "roles",
  "service_principals",
  "applications",
  "networks",
  "devices",
  "protocols",
  "starts",
  "ends",
  "planned_retirement",
  "owner",
  "justification",
  "controls",
  "monitoring",
  "state",
] as const;
export type CsvField = (typeof csvFields)[number] | `details.${string}`;

/** What our directory knows people and objects by, in lower case: user name → id, "kind:name" → id. */
export type KnownNames = { users: ReadonlyMap<string, string>; objects: ReadonlyMap<string, string> };

type Row = SheetRow<CsvField>;

/** Returns the field that a heading in lower case is the name of. */
export function csvFieldHeaded(heading: string): CsvField | undefined {
  if (heading.startsWith("details.")) return heading as `details.${string}`; // cast: it begins so
  return csvFields.find((field) => field === heading);
}

export type RowResult = { ok: true; draft: Draft } | { ok: false; reason: string };

/**
 * Makes a draft of a row. Groups, roles, applications and service principals may stand by name or by id; people and
 * the owner have to be known. A date without a time is midnight UTC, so that an end is never later than what was meant.
 */
export function draftOfRow(row: Row, known: KnownNames): RowResult {
  const { cells } = row;
  const cell = (field: CsvField) => cells.get(field)?.trim() ?? "";
  const list = (field: CsvField) => entriesOfCell(cell(field));
  const object = (kind: string) => (name: string) => known.objects.get(`${kind}:${name.toLowerCase()}`) ?? name;

  const owner = cell("owner");
  const strangers = peopleIn(row).filter((name) => !known.users.has(name.toLowerCase()));
  if (strangers.length > 0) return { ok: false, reason: `nobody here is called ${strangers.join(", ")}` };
  const userId = (name: string) => known.users.get(name.toLowerCase());

  const parsed = RowDraft.safeParse({
    title: cell("title"),
    category: categoryNamed(cell("category")),
    effect: cell("effect") || undefined,
    scope: {
      users: list("users").map(userId),
      groups: list("groups").map(object("group")),
      roles: list("roles").map(object("role")),
      servicePrincipals: list("service_principals").map(object("service_principal")),
      applications: list("applications").map(object("application")),
      networks: list("networks"),
      devices: list("devices").map((word) => oneOf(devicePostures, word)),
      protocols: list("protocols").map((word) => oneOf(protocols, word)),
    },
    ownerId: userId(owner) ?? null,
    justification: cell("justification"),
    startsAt: instantIn(cell("starts")),
    endsAt: instantIn(cell("ends")),
    plannedRetirementAt: instantIn(cell("planned_retirement")) ?? null,
    compensatingControls: list("controls").map((name) => ({ name })),
    monitoringPlan: cell("monitoring"),
    details: Object.fromEntries(
      [...cells].flatMap(([field, value]) =>
        field.startsWith("details.") ? [[field.slice("details.".length), value]] : [],
      ),
    ),
  });
  if (parsed.success) return { ok: true, draft: parsed.data };
  return {
    ok: false,
    reason: parsed.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`).join("; "),
  };
}

/** Returns everybody whom a row names, as it names them. */
export function peopleIn({ cells }: Row): string[] {
  return entriesOfCell([cells.get("users"), cells.get("owner")].join(";"));
}

/** What a row needs beyond other drafts: nobody is there to finish it, so it has to be told apart and to make sense. */
const RowDraft = DraftSchema.refine(({ title }) => title !== "", {
  path: ["title"],
  error: "Every row needs a title.",
}).refine(({ startsAt, endsAt }) => startsAt === undefined || endsAt === undefined || startsAt < endsAt, {
  path: ["endsAt"],
  error: "The end has to lie after the start.",
});

function categoryNamed(name: string): string {
  const wanted = name.toLowerCase();
  return categoryPack.find(({ id, label }) => id === wanted || label.toLowerCase() === wanted)?.id ?? name;
}

function oneOf(known: readonly string[], word: string): string {
  return known.find((each) => each === word.toLowerCase()) ?? word;
}

const CalendarDate = z.iso.date();

/** A text that is neither a date nor an instant stays as it is, and is refused with the rest of the row. */
function instantIn(cell: string): string | undefined {
  if (cell === "") return undefined;
  return CalendarDate.safeParse(cell).success ? `${cell}T00:00:00.000Z` : cell;
}
