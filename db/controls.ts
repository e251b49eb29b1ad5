import type { Control } from "#app/controls/control.ts";
import type { Db } from "./connect.ts";

const columns = ["id", "name", "description", "howChecked", "checkEveryDays", "isEnabled"] as const;

/** Returns the catalogue of controls by name, with those that are no longer offered. */
export async function listControls(db: Db, workspaceId: string): Promise<Control[]> {
  const rows = await db
    .selectFrom("controlCatalogue")
    .select(columns)
    .where("workspaceId", "=", workspaceId)
    .orderBy("name")
    .orderBy("id")
    .execute();
  return rows.map(controlOf);
}

export async function findControl(db: Db, workspaceId: string, id: string): Promise<Control | undefined> {
  const row = await db
    .selectFrom("controlCatalogue")
    .select(columns)
    .where("workspaceId", "=", workspaceId)
    .where("id", "=", id)
    .executeTakeFirst();
  return row && controlOf(row);
}

/** Adds an entry, unless the name is taken; says whether it was added. */
export async function insertControl(tx: Db, workspaceId: string, control: Control, now: string): Promise<boolean> {
  const row = await tx
    .insertInto("controlCatalogue")
    .values({ ...control, workspaceId, isEnabled: Number(control.isEnabled), createdAt: now, updatedAt: now })
    .onConflict((conflict) => conflict.columns(["workspaceId", "name"]).doNothing())
    .returning("id")
    .executeTakeFirst();
  return row !== undefined;
}

export async function updateControl(
  tx: Db,
  workspaceId: string,
  { id, isEnabled, ...facts }: Control,
  now: string,
): Promise<void> {
  await tx
    .updateTable("controlCatalogue")
    .set({ ...facts, isEnabled: Number(isEnabled), updatedAt: now })
    .where("workspaceId", "=", workspaceId)
    .where("id", "=", id)
    .execute();
}

type Row = Omit<Control, "isEnabled"> & { isEnabled: number };

function controlOf({ isEnabled, ...row }: Row): Control {
  return { ...row, isEnabled: isEnabled === 1 };
}
