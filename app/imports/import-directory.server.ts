import { type Managing, refuseManager } from "#app/auth/managing.server.ts";
import { addMember, addObject, changeObject } from "#app/directory/change-object.server.ts";
import { addDirectoryUser, changeDirectoryUser } from "#app/directory/change-user.server.ts";
import { Refused } from "#app/register/refused.ts";
import type { Db } from "#db/connect.ts";
import { inTransaction, write } from "#db/write.ts";
import { type DirectoryField, directoryFieldHeaded, readDirectoryRow } from "./directory-csv.ts";
import type { DirectoryReport } from "./directory-report.ts";
import {
  changesSomething,
  type JudgedPerson,
  type JudgedRow,
  judgeDirectory,
  objectSaid,
  personSaid,
} from "./judge-directory.server.ts";
import { type ColumnMap, readSheet } from "./sheet.server.ts";

export type DirectoryImport = Managing & {
  map: ColumnMap<DirectoryField>;
  delimiter: string;
  /** Takes in the good rows although others are refused. */
  isPartial: boolean;
  /** Only says what would be done. */
  isTrial: boolean;
};

/** Few enough at a time that sign-in decisions need not wait long for them. */
const rowsAtOnce = 100;

/**
 * Takes in people, groups, roles, applications and service principals from a spreadsheet. Everything is judged before
 * anything is written: all or nothing, unless a part was asked for. What a row does not say stays as it is, nobody is
 * taken out of a group, and the same file a second time changes nothing.
 * @throws Refused when the file cannot be read, a mapped column is missing or this is not an admin.
 */
export async function importDirectory(
  db: Db,
  text: string,
  { map, delimiter, isPartial, isTrial, ...managing }: DirectoryImport,
): Promise<DirectoryReport> {
  await refuseManager(db, managing, []);
  const sheet = readSheet(text, { map, delimiter, fieldHeaded: directoryFieldHeaded });
  const refused = [...sheet.refused];
  const lines = sheet.rows.flatMap((row) => {
    const read = readDirectoryRow(row);
    if (!read.ok) refused.push({ line: row.line, reason: read.reason });
    return read.ok ? [{ line: row.line, entry: read.entry }] : [];
  });
  const judged = await judgeDirectory(db, managing, lines);
  refused.push(...judged.refused);
  refused.sort((one, other) => one.line - other.line);
  const due = judged.rows.filter(changesSomething);
  const added = due.filter(({ known }) => known === undefined).length;
  const report: DirectoryReport = {
    added,
    changed: due.length - added,
    unchanged: judged.rows.length - due.length,
    refused,
    notes: sheet.unread.length > 0 ? [`Nothing was read from the columns ${sheet.unread.join(", ")}.`] : [],
  };
  if (isTrial) return report;
  if (refused.length > 0 && !isPartial) return { ...report, added: 0, changed: 0 };
  // Whatever is refused from here on was changed by somebody since it was judged.
  for (let start = 0; start < due.length; start += rowsAtOnce)
    await inTransaction(db, async (tx) => {
      for (const row of due.slice(start, start + rowsAtOnce)) await takeIn(tx, managing, row);
    });
  const { workspaceId, actor, now } = managing;
  await write(db, { workspaceId, actor, now }, async (_tx, { audit }) => {
    const counts = { filed: due.length, skipped: report.unchanged, refused: refused.length };
    audit("import.finished", { kind: "workspace", id: workspaceId }, { format: "directory", ...counts });
  });
  return report;
}

async function takeIn(tx: Db, managing: Managing, judged: JudgedRow): Promise<void> {
  try {
    if (judged.about === "object") await takeInObject(tx, managing, judged);
    else await takeInPerson(tx, managing, judged);
  } catch (caught) {
    if (!(caught instanceof Refused)) throw caught;
    throw new Refused(caught.status, caught.code, `Line ${judged.line}: ${caught.message}`, caught.more);
  }
}

type JudgedObject = Extract<JudgedRow, { about: "object" }>;

async function takeInObject(tx: Db, managing: Managing, { row, known }: JudgedObject): Promise<void> {
  const { kind, id, name = id, externalId = null } = row;
  if (known) await changeObject(tx, { ...managing, which: { kind, id }, changes: objectSaid(row) });
  else await addObject(tx, { ...managing, object: { kind, id, name, externalId } });
}

async function takeInPerson(tx: Db, managing: Managing, { row, known, groups, roles }: JudgedPerson): Promise<void> {
  const said = personSaid(row);
  const nobody = { displayName: said.userName, externalId: null, department: null, ssoRequired: true };
  const { id: userId } =
    known === undefined
      ? await addDirectoryUser(tx, { ...managing, user: { ...nobody, ...said } })
      : (await changeDirectoryUser(tx, { ...managing, userId: known.id, changes: said })).user;
  for (const objectId of groups) await addMember(tx, { ...managing, member: { kind: "group", objectId, userId } });
  for (const objectId of roles) await addMember(tx, { ...managing, member: { kind: "role", objectId, userId } });
}
