import type { Caller } from "#app/auth/caller.server.ts";
import type { Instant } from "#app/engine/types.ts";
import { Refused } from "#app/register/refused.ts";
import { isAdmin, seesSignIns } from "#app/register/roles.ts";
import type { Db } from "#db/connect.ts";
import { type Export, findExport, listExports } from "#db/exports.ts";
import { exportKindFacts } from "./export-kinds.ts";
import { isOpen, stateAt } from "./export-state.ts";

type Listed = Omit<Parameters<typeof listExports>[2], "requestedBy">;

/** Returns the exports that a caller may know of: their own, and everybody's for those who oversee. */
export function exportsSeenBy(db: Db, caller: Caller, asked: Listed): Promise<Export[]> {
  const requestedBy = seesSignIns(caller.roles) ? null : caller.user.id;
  return listExports(db, caller.workspace.id, { ...asked, requestedBy });
}

/** Returns an export that a caller may know of. @throws Refused 404 when there is none. */
export async function exportSeenBy(db: Db, caller: Caller, id: string): Promise<Export> {
  const found = await findExport(db, caller.workspace.id, id);
  if (!found || (found.requestedBy !== caller.user.id && !seesSignIns(caller.roles)))
    throw new Refused(404, "not_found", "There is no such export.");
  return found;
}

/**
 * Returns why a caller cannot fetch the file; null when they can. It is for whoever asked for it alone, as long as they
 * have every role with which it was made: it may show what they would not see now.
 */
export function refuseFetching(found: Export, caller: Caller, now: Instant): Refused | null {
  if (found.requestedBy !== caller.user.id)
    return new Refused(403, "not_requester", "Only whoever asked for an export can fetch it.");
  const hasKept = found.roles.every((role) => caller.roles.includes(role));
  if (!hasKept || !exportKindFacts[found.kind].isFor(caller.roles))
    return new Refused(403, "role_lost", "It was made with a role that you no longer have.");
  const state = stateAt(found, now);
  if (state === "expired") return new Refused(409, "export_expired", "The file was kept for its time and is gone.");
  if (state !== "done") return new Refused(409, "export_not_done", "There is no file yet.");
  return null;
}

/** Whether a caller may take an export back: their own, or an admin anybody's. */
export function mayCancel(found: Export, caller: Caller): boolean {
  return isOpen(found) && (found.requestedBy === caller.user.id || isAdmin(caller.roles));
}

/** Whether a caller may have an export made after all; it is read with the eyes of whoever asked for it. */
export function mayResume({ state, kind, requestedBy }: Export, caller: Caller): boolean {
  const isOver = state === "cancelled" || state === "failed";
  return isOver && requestedBy === caller.user.id && exportKindFacts[kind].isFor(caller.roles);
}
