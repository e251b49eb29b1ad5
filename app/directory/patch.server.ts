import type { z } from "zod";
import type { Managing } from "#app/auth/managing.server.ts";
import { disableUser, enableUser } from "#app/auth/people.server.ts";
import type { Db } from "#db/connect.ts";
import { inTransaction } from "#db/write.ts";
import { changeDirectoryUser } from "./change-user.server.ts";
import type { UserChangesWire } from "./directory-wire.ts";

/**
 * Changes of a person what a patch names, all of it or nothing; what is so already is left alone.
 * @throws Refused as changeDirectoryUser and disableUser do.
 */
export async function patchUser(
  db: Db,
  { userId, patch, ...managing }: Managing & { userId: string; patch: z.output<typeof UserChangesWire> },
): Promise<void> {
  const { disabled } = patch;
  await inTransaction(db, async (tx) => {
    const { user } = await changeDirectoryUser(tx, {
      ...managing,
      userId,
      changes: {
        ...(patch.user_name !== undefined && { userName: patch.user_name }),
        ...(patch.display_name !== undefined && { displayName: patch.display_name }),
        ...(patch.external_id !== undefined && { externalId: patch.external_id }),
        ...(patch.department !== undefined && { department: patch.department }),
        ...(patch.sso_required !== undefined && { ssoRequired: patch.sso_required }),
      },
    });
    if (disabled === undefined || disabled === (user.disabledAt !== null)) return;
    if (disabled) await disableUser(tx, { ...managing, userId, reason: "Disabled in the directory" });
    else await enableUser(tx, { ...managing, userId });
  });
}
