import type { AuditActor } from "#app/audit/events.ts";
import { controlPack } from "#app/controls/control.ts";
import type { Policy } from "#app/engine/types.ts";
import { ownApplication } from "#app/signins/own-application.ts";
import { insertCategoryVersion } from "#db/categories.ts";
import type { Db } from "#db/connect.ts";
import { insertControl } from "#db/controls.ts";
import { addDirectoryObject } from "#db/directory.ts";
import { newId } from "#db/ids.ts";
import { insertPolicy } from "#db/policies.ts";
import { insertWorkspace, type Workspace } from "#db/workspaces.ts";
import { beginChain, inTransaction, write } from "#db/write.ts";
import { categoryPack } from "./category.ts";
import { decisionDefaults } from "./decision-settings.ts";
import { defaultPolicy } from "./default-policy.ts";

export type NewWorkspace = {
  slug: string;
  name: string;
  timeZone: string;
  securityContact: string | null;
  /** The policy to begin with; left out, everyone needs a second factor after 14 days. */
  policy?: Policy | undefined;
  actor: AuditActor;
  now: string;
};

/** Makes a workspace with its chain, its categories and controls, and its first policy, all or nothing. */
export async function createWorkspace(db: Db, { policy, actor, now, ...rest }: NewWorkspace): Promise<Workspace> {
  const workspace = { id: newId("ws"), ...rest, ...decisionDefaults, mfaResetBy: "owners" as const, createdAt: now };
  return inTransaction(db, async (tx) => {
    await insertWorkspace(tx, workspace);
    await beginChain(tx, workspace.id);
    return write(tx, { workspaceId: workspace.id, actor, now }, async (inner, { audit }) => {
      const first = policy ?? defaultPolicy(now);
      const { version, ...body } = first;
      for (const category of categoryPack)
        await insertCategoryVersion(inner, workspace.id, {
          category,
          reason: "As shipped",
          authorId: null,
          createdAt: now,
        });
      for (const control of controlPack) await insertControl(inner, workspace.id, control, now);
      await addDirectoryObject(inner, workspace.id, ownApplication, now);
      await insertPolicy(inner, workspace.id, first, { reason: "First policy", authorId: null, now });
      const { name, slug, timeZone } = workspace;
      audit("workspace.created", { kind: "workspace", id: workspace.id }, { name, slug, timeZone });
      audit(
        "TENANT_MFA_POLICY_UPDATED",
        { kind: "policy", id: String(version) },
        { version, reason: "First policy", body },
      );
      return workspace;
    });
  });
}
