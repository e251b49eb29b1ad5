import type { AuditActor } from "#app/audit/events.ts";
import type { DirectoryKind } from "#app/directory/directory-kind.ts";
import type { Instant } from "#app/engine/types.ts";
import { fileException } from "#app/register/file-exception.server.ts";
import type { RegisterRole } from "#app/register/roles.ts";
import type { Db } from "#db/connect.ts";
import { addDirectoryObject, namesOf } from "#db/directory.ts";
import { hasSourceKey } from "#db/exceptions.ts";
import { newId } from "#db/ids.ts";
import { findUserByExternalId, findUserByName, insertUser, setDisabled } from "#db/users.ts";
import { inTransaction, write } from "#db/write.ts";
import { type Exclusion, readEntraPolicies } from "./entra-policies.ts";
import { exclusionDraft, exclusionKey } from "./exclusion-draft.ts";
import type { ImportReport } from "./import-report.ts";

/** Who imports into which workspace; without a requestor, whoever takes a draft on becomes its requestor. */
export type Importing = {
  workspaceId: string;
  requestor: { userId: string; roles: readonly RegisterRole[] } | null;
  actor: AuditActor;
  now: Instant;
};

type Subject = { id: string; name: string; isStranger: boolean };

/**
 * Files a draft for everything that the policies leave out, all or nothing; run again it files only what is new.
 * @throws ZodError when it is not a list of policies, Refused when the requestor may not file.
 */
export async function importEntraPolicies(db: Db, json: unknown, importing: Importing): Promise<ImportReport> {
  const { exclusions, skipped } = readEntraPolicies(json);
  const report: ImportReport = { filed: [], alreadyFiled: [], skipped, refused: [], notes: [] };
  const { workspaceId, requestor, actor, now } = importing;
  return inTransaction(db, async (tx) => {
    for (const exclusion of exclusions) {
      const key = exclusionKey(exclusion);
      if (await hasSourceKey(tx, workspaceId, key)) {
        report.alreadyFiled.push(key);
        continue;
      }
      const subject = await subjectOf(tx, importing, exclusion);
      if (subject.isStranger)
        report.notes.push(
          `Nobody here had the id ${subject.name}: it was added to the directory, barred until you know who it is.`,
        );
      for (const id of exclusion.applications) await knowObject(tx, importing, "application", id);
      const draft = exclusionDraft(exclusion, subject);
      const source = { label: `Conditional Access: ${exclusion.policyName}`, key };
      const { id, title } = await fileException(tx, { workspaceId, draft, requestor, actor, source, now });
      report.filed.push({ id, title });
    }
    await write(tx, { workspaceId, actor, now }, async (_inner, { audit }) => {
      const counts = { filed: report.filed.length, skipped: report.alreadyFiled.length + skipped.length, refused: 0 };
      audit(
        "import.finished",
        { kind: "workspace", id: workspaceId },
        { format: "entra-conditional-access", ...counts },
      );
    });
    return report;
  });
}

async function subjectOf(tx: Db, importing: Importing, { kind, objectId }: Exclusion): Promise<Subject> {
  if (kind === "user") return knowUser(tx, importing, objectId);
  return { id: objectId, name: await knowObject(tx, importing, kind, objectId), isStranger: false };
}

/**
 * Returns the user with this Graph id or user name. One whom the directory does not know is added under the id itself,
 * since an address would be made up, and barred: an unknown subject is refused, and an import must let nobody in.
 */
async function knowUser(tx: Db, { workspaceId, actor, now }: Importing, objectId: string): Promise<Subject> {
  const known =
    (await findUserByExternalId(tx, workspaceId, objectId)) ?? (await findUserByName(tx, workspaceId, objectId));
  if (known) return { id: known.id, name: known.displayName, isStranger: false };
  const user = { id: newId("usr"), userName: objectId, displayName: objectId, externalId: objectId, createdAt: now };
  const subject = { kind: "user", id: user.id };
  await write(tx, { workspaceId, actor, now }, async (inner, { audit }) => {
    await insertUser(inner, workspaceId, user);
    audit("user.created", subject, { userName: objectId, displayName: objectId, roles: [] });
    await setDisabled(inner, workspaceId, user.id, now);
    audit("user.disabled", subject, { reason: "Known from Conditional Access by its id only" });
  });
  return { id: user.id, name: objectId, isStranger: true };
}

/** Returns the name of a directory object; one that is unknown is added, with its id as its name. */
async function knowObject(
  tx: Db,
  { workspaceId, actor, now }: Importing,
  kind: DirectoryKind,
  id: string,
): Promise<string> {
  const name = (await namesOf(tx, workspaceId, [id])).get(`${kind}:${id}`);
  if (name !== undefined) return name;
  await write(tx, { workspaceId, actor, now }, async (inner, { audit }) => {
    await addDirectoryObject(inner, workspaceId, { kind, id, name: id }, now);
    audit("directory.object_added", { kind, id }, { kind, name: id });
  });
  return id;
}
