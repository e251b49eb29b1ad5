import type { Db } from "#db/connect.ts";
import { insertControl, listControls } from "#db/controls.ts";
import { write } from "#db/write.ts";
import { type Changing, refuseOthers } from "./change-control.server.ts";
import { type Control, missingControls } from "./control.ts";

/**
 * Adds to the catalogue what ships with the register and is not in it, as in a workspace that is older than the catalogue;
 * returns what was added. What is there stays as it is.
 * @throws Refused 403 not an admin.
 */
export async function adoptControls(db: Db, changing: Changing): Promise<readonly Control[]> {
  const { workspaceId, actor, now } = changing;
  refuseOthers(changing);
  if (missingControls(await listControls(db, workspaceId)).length === 0) return [];
  try {
    return await write(db, { workspaceId, actor, now }, async (tx, { audit }) => {
      const missing = missingControls(await listControls(tx, workspaceId));
      if (missing.length === 0) throw new AdoptedAlready();
      for (const control of missing) {
        await insertControl(tx, workspaceId, control, now);
        audit("control.added", { kind: "control", id: control.id }, { name: control.name });
      }
      return missing;
    });
  } catch (caught) {
    if (caught instanceof AdoptedAlready) return [];
    throw caught;
  }
}

/** Thrown inside the write where somebody else was first, so that nothing is written. */
class AdoptedAlready extends Error {}
