import { watchersOf } from "#app/auth/sso-rule.server.ts";
import type { Instant } from "#app/engine/types.ts";
import { Refused } from "#app/register/refused.ts";
import type { Db } from "#db/connect.ts";
import { write } from "#db/write.ts";
import { type ByCaller, declares } from "./who-may.server.ts";

/** Sends whoever watches over the alarms a test, by the way that a real one goes. @throws Refused 403 for whoever may not. */
export async function testAlarm(db: Db, { caller, now }: { caller: ByCaller; now: Instant }): Promise<void> {
  const workspaceId = caller.workspace.id;
  await write(db, { workspaceId, actor: caller.auditActor, now }, async (tx, { audit, notify }) => {
    if (!(await declares(tx, caller)))
      throw new Refused(403, "may_not_test", "The alarm is tested by admins, owners, approvers and custodians.");
    const watchers = await watchersOf(tx, workspaceId);
    audit("break_glass.alarm_tested", { kind: "workspace", id: workspaceId }, { to: watchers.length });
    const data = { by: caller.user.displayName, at: now };
    for (const watcher of watchers) notify({ template: "alarm_tested", ...watcher, data });
  });
}
