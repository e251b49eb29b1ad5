import type { Caller } from "#app/auth/caller.server.ts";
import type { Instant } from "#app/engine/types.ts";
import { Refused } from "#app/register/refused.ts";
import { isAdmin, seesSignIns } from "#app/register/roles.ts";
import type { Db } from "#db/connect.ts";
import { findExport, listExports } from "#db/exports.ts";
import type { Export } from "./export.ts";
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

/** Returns why a caller cannot take an export back, which only whoever asked for it and admins can; null when they can. */
export function refuseCancelling(found: Export, caller: Caller): Refused | null {
  if (found.requestedBy !== caller.user.id && !isAdmin(caller.roles))
    return new Refused(403, "not_requester", "Only whoever asked for an export, or an admin, can cancel it.");
  return isOpen(found) ? null : new Refused(409, "export_over", "It is over; there is nothing to cancel.");
}

/** Returns why a caller cannot have an export made after all, which is read with the eyes of whoever asked; null when they can. */
export function refuseResuming({ state, kind, requestedBy }: Export, caller: Caller): Refused | null {
  if (requestedBy !== caller.user.id || !exportKindFacts[kind].isFor(caller.roles))
    return new Refused(403, "not_requester", "Only whoever asked for an export can have it made after all.");
  const isOver = state === "cancelled" || state === "failed";
  return isOver ? null : notOver();
}

/** The answer to whoever would have made again what is made or can still be fetched. */
export function notOver(): Refused {
  return new Refused(409, "export_not_over", "Only what was cancelled or has failed can be made again.");
}
