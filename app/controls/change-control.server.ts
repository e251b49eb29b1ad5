import type { AuditActor } from "#app/audit/events.ts";
import { differences } from "#app/directory/differences.ts";
import type { Instant } from "#app/engine/types.ts";
import { Refused } from "#app/register/refused.ts";
import { isAdmin, type RegisterRole } from "#app/register/roles.ts";
import { type Db, isDuplicate } from "#db/connect.ts";
import { findControl, insertControl, updateControl } from "#db/controls.ts";
import { newId } from "#db/ids.ts";
import { write } from "#db/write.ts";
import type { Control, ControlContent } from "./control.ts";

/** Who changes the catalogue. */
export type Changing = {
  workspaceId: string;
  by: { roles: readonly RegisterRole[] };
  actor: AuditActor;
  now: Instant;
};

/**
 * Adds a control to the catalogue.
 * @throws Refused 403 not an admin, 409 there is one of that name.
 */
export async function addControl(db: Db, changing: Changing & { content: ControlContent }): Promise<Control> {
  const { workspaceId, content, actor, now } = changing;
  refuseOthers(changing);
  return write(db, { workspaceId, actor, now }, async (tx, { audit }) => {
    const control = { id: newId("ctl"), ...content };
    if (!(await insertControl(tx, workspaceId, control, now))) throw nameTaken(content.name);
    audit("control.added", { kind: "control", id: control.id }, { name: control.name });
    return control;
  });
}

/**
 * Changes what the catalogue says of a control. Records keep the words that were approved; how often it is checked
 * counts for them at once.
 * @throws Refused 403 not an admin, 404 no such control, 409 there is one of that name, 400 nothing changes.
 */
export async function changeControl(
  db: Db,
  changing: Changing & { id: string; changes: Partial<ControlContent> },
): Promise<Control> {
  const { workspaceId, id, changes, actor, now } = changing;
  refuseOthers(changing);
  return write(db, { workspaceId, actor, now }, async (tx, { audit }) => {
    const before = await findControl(tx, workspaceId, id);
    if (!before) throw new Refused(404, "not_found", `There is no control ${id}.`);
    const changed = differences(before, changes);
    if (!changed) throw new Refused(400, "unchanged", "The catalogue says that already.");
    const after = { ...before, ...changed.after };
    try {
      await updateControl(tx, workspaceId, after, now);
    } catch (fault) {
      if (isDuplicate(fault)) throw nameTaken(after.name);
      throw fault;
    }
    audit("control.updated", { kind: "control", id }, changed);
    return after;
  });
}

/** @throws Refused 403 not an admin. */
export function refuseOthers({ by }: Changing): void {
  if (!isAdmin(by.roles)) throw new Refused(403, "not_admin", "The catalogue is changed by admins.");
}

function nameTaken(name: string): Refused {
  return new Refused(409, "name_taken", `There is a control called “${name}” already.`, { field: "name" });
}
