import { type SessionSettings, sessionDefaults } from "#app/auth/session-settings.ts";
import type { Db } from "./connect.ts";

/** Returns how long sessions of this workspace last; the defaults where nobody has said otherwise. */
export async function sessionSettingsOf(db: Db, workspaceId: string): Promise<SessionSettings> {
  const row = await db
    .selectFrom("sessionSettings")
    .select(["idleMinutes", "absoluteMinutes", "tellsNewDevices"])
    .where("workspaceId", "=", workspaceId)
    .executeTakeFirst();
  return row ? { ...row, tellsNewDevices: row.tellsNewDevices === 1 } : sessionDefaults;
}

export async function saveSessionSettings(tx: Db, workspaceId: string, settings: SessionSettings): Promise<void> {
  const row = { ...settings, tellsNewDevices: settings.tellsNewDevices ? 1 : 0 };
  await tx
    .insertInto("sessionSettings")
    .values({ workspaceId, ...row })
    .onConflict((conflict) => conflict.column("workspaceId").doUpdateSet(row))
    .execute();
}
