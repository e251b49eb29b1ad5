import { z } from "zod";
import { columns } from "#app/register/columns.ts";
import { type ListSettings, pageSizes, usualSettings } from "#app/register/list-settings.ts";
import type { Db } from "./connect.ts";

const Stored = z.object({
  columns: z.array(z.enum(columns)),
  pageSize: z.literal([...pageSizes]),
  defaultView: z.string().nullable(),
});

/** Returns how a person has the register laid out; as everybody finds it until they change something. */
export async function findListSettings(db: Db, workspaceId: string, userId: string): Promise<ListSettings> {
  const row = await db
    .selectFrom("listSettings")
    .select(["columns", "pageSize", "defaultView"])
    .where("workspaceId", "=", workspaceId)
    .where("userId", "=", userId)
    .executeTakeFirst();
  return row ? Stored.parse({ ...row, columns: JSON.parse(row.columns) }) : usualSettings;
}

export async function saveListSettings(
  db: Db,
  workspaceId: string,
  userId: string,
  settings: ListSettings,
): Promise<void> {
  const row = { ...settings, columns: JSON.stringify(settings.columns) };
  await db
    .insertInto("listSettings")
    .values({ workspaceId, userId, ...row })
    .onConflict((conflict) => conflict.columns(["workspaceId", "userId"]).doUpdateSet(row))
    .execute();
}
