import { type DirectoryKind, directoryKinds } from "#app/directory/directory-kind.ts";
import { NewObjectWire, NewUserWire } from "#app/directory/directory-wire.ts";
import { entriesOfCell, type SheetRow } from "./sheet-row.ts";

/** The columns of a directory; `kind` says what a row is about, a person where it is left out. */
export const directoryFields = [
  "kind",
  "id",
  "user_name",
  "name",
  "external_id",
  "department",
  "sso_required",
  "groups",
  "roles",
] as const;
export type DirectoryField = (typeof directoryFields)[number];

type Row = SheetRow<DirectoryField>;

/** What a row says; a cell that is empty says nothing, so that what is known stays as it is. */
export type RowPerson = {
  kind: "user";
  userName: string;
  displayName: string | undefined;
  externalId: string | undefined;
  department: string | undefined;
  ssoRequired: boolean | undefined;
  groups: string[];
  roles: string[];
};
export type RowObject = { kind: DirectoryKind; id: string; name: string | undefined; externalId: string | undefined };
export type RowEntry = RowPerson | RowObject;

export type ReadRow = { ok: true; entry: RowEntry } | { ok: false; reason: string };

/** Returns the column that a heading in lower case is the name of. */
export function directoryFieldHeaded(heading: string): DirectoryField | undefined {
  return directoryFields.find((field) => field === heading);
}

/** Reads a row by the rules by which the API reads a person or an object. */
export function readDirectoryRow({ cells }: Row): ReadRow {
  const cell = (field: DirectoryField) => cells.get(field)?.trim() || undefined;
  const kind = cell("kind")?.toLowerCase().replace(/[ -]/g, "_") ?? "user";
  if (kind === "user") return readPerson(cell);
  const known = directoryKinds.find((one) => one === kind);
  if (!known)
    return {
      ok: false,
      reason: `there is no kind "${cell("kind")}"; the kinds are user, ${directoryKinds.join(", ")}`,
    };
  const foreign = (["user_name", "department", "sso_required", "groups", "roles"] as const).find(cell);
  if (foreign) return { ok: false, reason: `only a person has ${foreign}` };
  const read = NewObjectWire.extend({ name: NewObjectWire.shape.name.optional() }).safeParse({
    id: cell("id"),
    name: cell("name"),
    external_id: cell("external_id"),
  });
  if (!read.success) return refused(read.error.issues);
  const { id, name, external_id: externalId } = read.data;
  return { ok: true, entry: { kind: known, id, name, externalId: externalId ?? undefined } };
}

function readPerson(cell: (field: DirectoryField) => string | undefined): ReadRow {
  if (cell("id"))
    return { ok: false, reason: "a person has no id of their own here: leave it empty, or name the kind" };
  const sso = cell("sso_required")?.toLowerCase();
  const ssoRequired = sso === undefined ? undefined : truths.get(sso);
  if (sso !== undefined && ssoRequired === undefined) return { ok: false, reason: "sso_required is true or false" };
  const shape = NewUserWire.shape;
  const read = NewUserWire.extend({ display_name: shape.display_name.optional() }).safeParse({
    user_name: cell("user_name"),
    display_name: cell("name"),
    external_id: cell("external_id"),
    department: cell("department"),
  });
  if (!read.success) return refused(read.error.issues);
  const { user_name: userName, display_name: displayName, external_id: externalId, department } = read.data;
  const entry: RowPerson = {
    kind: "user",
    userName,
    displayName,
    externalId: externalId ?? undefined,
    department: department ?? undefined,
    ssoRequired,
    groups: entriesOfCell(cell("groups")),
    roles: entriesOfCell(cell("roles")),
  };
  return { ok: true, entry };
}

const truths = new Map([
  ["true", true],
  ["yes", true],
  ["1", true],
  ["false", false],
  ["no", false],
  ["0", false],
]);

function refused(issues: readonly { path: readonly PropertyKey[]; message: string }[]): ReadRow {
  const column = (name: PropertyKey | undefined) => (name === "display_name" ? "name" : String(name));
  return { ok: false, reason: issues.map(({ path, message }) => `${column(path[0])}: ${message}`).join("; ") };
}
