import type { z } from "zod";
import type { Caller } from "#app/auth/caller.server.ts";
import type { Instant } from "#app/engine/types.ts";
import { contentOf } from "#app/policy/policy-content.ts";
import { savePolicy } from "#app/policy/save-policy.server.ts";
import { Refused } from "#app/register/refused.ts";
import { isAdmin } from "#app/register/roles.ts";
import type { Db } from "#db/connect.ts";
import { currentPolicy } from "#db/policies.ts";
import { contentWith, type SecuritySetting, settingOf } from "./security-setting.ts";

type Change = { caller: Caller; setting: z.output<typeof SecuritySetting>; now: Instant };

/**
 * Saves the policy with this setting in it: 200 where it is in force now, 202 where it weakens and a second admin has to
 * confirm it first. The answer always says what is in force.
 * @throws Refused as savePolicy does.
 */
export async function changeSecurity(db: Db, { caller, setting, now }: Change) {
  if (!isAdmin(caller.roles)) throw new Refused(403, "not_admin", "The policy is changed by admins.");
  const workspaceId = caller.workspace.id;
  const before = await currentPolicy(db, workspaceId);
  const old = contentOf(before);
  const content = contentWith(old, setting);
  // A repeat asks for nothing new.
  if (JSON.stringify(content) === JSON.stringify(old)) return { status: 200, setting: settingOf(old), draftId: null };
  const { inForce, draft } = await savePolicy(db, {
    workspaceId,
    basedOn: before.version,
    content,
    forcesReenrollment: false,
    reason: `Set by a program: ${JSON.stringify(setting)}`,
    by: { userId: caller.user.id, roles: caller.roles },
    actor: caller.auditActor,
    now,
  });
  if (draft) return { status: 202, setting: settingOf(old), draftId: draft.id };
  return { status: 200, setting: settingOf(contentOf(inForce)), draftId: null };
}
