import type { Instant } from "#app/engine/types.ts";
import type { Db } from "#db/connect.ts";
import { sessionSettingsOf } from "#db/session-settings.ts";
import { findUser } from "#db/users.ts";
import type { Journal } from "#db/write.ts";
import { deviceWords } from "./device-words.server.ts";
import type { ClientOf } from "./session.server.ts";

/**
 * Tells somebody of a sign-in from a browser in which they are not known, before it is noted as their latest. Their very
 * first is no news to them.
 */
export async function tellOfNewDevice(
  tx: Db,
  { notify }: Journal,
  { workspaceId, userId, client, now }: { workspaceId: string; userId: string; client: ClientOf; now: Instant },
): Promise<void> {
  const user = await findUser(tx, workspaceId, userId);
  if (!user?.lastSignInAt || !(await sessionSettingsOf(tx, workspaceId)).tellsNewDevices) return;
  const said = { device: deviceWords(client.userAgent), ip: client.ip ?? "", at: now };
  notify({ template: "new_device", toUserId: userId, toAddress: user.userName, data: said });
}
