import type { Caller } from "#app/auth/caller.server.ts";
import type { Instant } from "#app/engine/types.ts";
import { Refused } from "#app/register/refused.ts";
import { isAdmin } from "#app/register/roles.ts";
import type { Db } from "#db/connect.ts";
import {
  notificationChoicesOf,
  notificationDefaultsOf,
  saveNotificationChoices,
  saveNotificationDefaults,
} from "#db/notification-choices.ts";
import { releaseHeld } from "#db/outbox.ts";
import { write } from "#db/write.ts";
import { type Choices, noChoices } from "./choices.ts";

type Saving = { caller: Caller; choices: Choices; now: Instant };

/**
 * Saves how the caller is mailed, which counts for what waits, too. It is in the log: whoever takes over an account might
 * want its owner not to hear.
 */
export async function saveOwnChoices(db: Db, { caller, choices, now }: Saving): Promise<void> {
  const { workspace, user, auditActor } = caller;
  await write(db, { workspaceId: workspace.id, actor: auditActor, now }, async (tx, { audit }) => {
    const before = (await notificationChoicesOf(tx, workspace.id, [user.id])).get(user.id) ?? noChoices;
    await saveNotificationChoices(tx, workspace.id, user.id, choices);
    await releaseHeld(tx, workspace.id, user.id, now);
    audit("notifications.chosen", { kind: "user", id: user.id }, { before, after: choices });
  });
}

/**
 * Saves how everybody is mailed who has not chosen themselves.
 * @throws Refused 403 not an admin.
 */
export async function saveDefaultChoices(db: Db, { caller, choices, now }: Saving): Promise<void> {
  const { workspace, roles, auditActor } = caller;
  if (!isAdmin(roles)) throw new Refused(403, "not_admin", "Only admins decide how everybody is mailed.");
  await write(db, { workspaceId: workspace.id, actor: auditActor, now }, async (tx, { audit }) => {
    const before = await notificationDefaultsOf(tx, workspace.id);
    await saveNotificationDefaults(tx, workspace.id, choices);
    await releaseHeld(tx, workspace.id, null, now);
    audit("notifications.defaults_changed", { kind: "workspace", id: workspace.id }, { before, after: choices });
  });
}
