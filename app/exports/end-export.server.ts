import type { Caller } from "#app/auth/caller.server.ts";
import type { Instant } from "#app/engine/types.ts";
import { addDays } from "#app/register/days.ts";
import type { Db } from "#db/connect.ts";
import { cancelExportRow, type ExportAttempt, failExportRow, finishExport, reopenExport } from "#db/export-work.ts";
import { keptExportDays } from "#db/exports.ts";
import { inTransaction, write } from "#db/write.ts";
import type { Export, ExportKey } from "./export.ts";
import { notOver } from "./export-sight.server.ts";
import type { MadeFile } from "./make-file.server.ts";
import { refuseTooMany } from "./request-export.server.ts";

const asJob = { kind: "job", id: "exports" } as const;

/** Marks an export done and says so in the log, in the name of whoever asked; false when it was not wanted any more. */
export async function recordMade(db: Db, wanted: Export, made: MadeFile, now: Instant): Promise<boolean> {
  const { workspaceId, id, kind, format, query, asOf, params, requestedBy, actor } = wanted;
  return inTransaction(db, async (tx) => {
    const expiresAt = addDays(now, await keptExportDays(tx, workspaceId));
    if (!(await finishExport(tx, wanted, { ...made, expiresAt }, now))) return false;
    await write(tx, { workspaceId, actor, now }, async (_tx, { audit }) => {
      const selection = { kind, format, query, asOf, params };
      audit("export.made", { kind: "export", id }, { ...selection, ...made, requestedBy });
    });
    return true;
  });
}

/** Marks an export failed and says so in the log, unless it had ended or another attempt goes on. */
export async function failExport(db: Db, attempt: ExportAttempt, fault: string, now: Instant): Promise<void> {
  const { workspaceId, id } = attempt;
  await inTransaction(db, async (tx) => {
    if (!(await failExportRow(tx, attempt, fault, now))) return;
    await write(tx, { workspaceId, actor: asJob, now }, async (_tx, { audit }) =>
      audit("export.failed", { kind: "export", id }, { fault }),
    );
  });
}

/** Takes an export back that is not done; false when it had ended. Whoever makes it notices within a second. */
export async function cancelExport(
  db: Db,
  { workspaceId, id }: ExportKey,
  { auditActor }: Pick<Caller, "auditActor">,
  now: Instant,
): Promise<boolean> {
  return inTransaction(db, async (tx) => {
    const cancelled = await cancelExportRow(tx, { workspaceId, id }, now);
    if (!cancelled) return false;
    await write(tx, { workspaceId, actor: auditActor, now }, async (_tx, { audit }) =>
      audit("export.cancelled", { kind: "export", id }, cancelled),
    );
    return true;
  });
}

/**
 * Has an export made after all that was cancelled or failed, from where it left off if its format allows it.
 * @throws Refused 409 when it is neither, 429 when too many of this person's are not done.
 */
export async function resumeExport(
  db: Db,
  { workspaceId, id }: ExportKey,
  { user, auditActor }: Pick<Caller, "user" | "auditActor">,
  now: Instant,
): Promise<void> {
  await write(db, { workspaceId, actor: auditActor, now }, async (tx, { audit }) => {
    await refuseTooMany(tx, workspaceId, user.id);
    const expiresAt = addDays(now, await keptExportDays(tx, workspaceId));
    const reopened = await reopenExport(tx, { workspaceId, id }, { expiresAt });
    if (!reopened) throw notOver();
    audit("export.resumed", { kind: "export", id }, reopened);
  });
}
