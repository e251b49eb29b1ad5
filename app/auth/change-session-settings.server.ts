import type { Db } from "#db/connect.ts";
import { saveSessionSettings, sessionSettingsOf } from "#db/session-settings.ts";
import { write } from "#db/write.ts";
import type { Caller } from "./caller.server.ts";
import { refuseManager } from "./managing.server.ts";
import { hasFreshFactor } from "./own-factors.server.ts";
import { stepUpRequired } from "./refusals.ts";
import type { SessionSettings } from "./session-settings.ts";

/**
 * Changes how long the sessions of a workspace last, from this instant on, for those that run already as well.
 * @throws Refused 403 not an admin, or no fresh factor.
 */
export async function changeSessionSettings(
  db: Db,
  { caller, settings, now }: { caller: Caller; settings: SessionSettings; now: string },
): Promise<void> {
  const { workspace, user, actor, auditActor } = caller;
  if (!hasFreshFactor(actor, now)) throw stepUpRequired();
  const managing = { workspaceId: workspace.id, by: { userId: user.id }, actor: auditActor, now };
  await write(db, managing, async (tx, { audit }) => {
    await refuseManager(tx, managing, []);
    const before = await sessionSettingsOf(tx, workspace.id);
    await saveSessionSettings(tx, workspace.id, settings);
    audit("session.limits_changed", { kind: "workspace", id: workspace.id }, { before, after: settings });
  });
}
