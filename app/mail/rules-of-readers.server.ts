import type { Db } from "#db/connect.ts";
import { notificationChoicesOf, notificationDefaultsOf } from "#db/notification-choices.ts";
import type { Workspace } from "#db/workspaces.ts";
import { type MailRules, noChoices, rulesOf } from "./choices.ts";

/** Returns how people of a workspace are mailed, asked person by person; whoever it was not read for has chosen nothing. */
export async function rulesOfReaders(
  db: Db,
  { id, timeZone }: Pick<Workspace, "id" | "timeZone">,
  userIds: readonly string[],
): Promise<(userId: string | null) => MailRules> {
  const defaults = await notificationDefaultsOf(db, id);
  const own = await notificationChoicesOf(db, id, userIds);
  return (userId) => rulesOf(own.get(userId ?? "") ?? noChoices, defaults, timeZone);
}
