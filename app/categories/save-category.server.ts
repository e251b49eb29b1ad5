import type { AuditActor } from "#app/audit/events.ts";
import type { Caller } from "#app/auth/caller.server.ts";
import { hasFreshFactor } from "#app/auth/own-factors.server.ts";
import { stepUpRequired } from "#app/auth/refusals.ts";
import type { Instant } from "#app/engine/types.ts";
import { type PolicyChange, weakens } from "#app/policy/policy-difference.ts";
import type { Category, CategoryId } from "#app/register/category.ts";
import { stale } from "#app/register/file-exception.server.ts";
import { Refused } from "#app/register/refused.ts";
import { isAdmin } from "#app/register/roles.ts";
import { getCategory, insertCategoryVersion } from "#db/categories.ts";
import type { Db } from "#db/connect.ts";
import { findUsers, usersWithRole } from "#db/users.ts";
import { type Journal, write } from "#db/write.ts";
import { type CategoryContent, contentOfCategory } from "./category-content.ts";
import { categoryDifference } from "./category-difference.ts";

export type CategorySave = {
  workspaceId: string;
  id: CategoryId;
  /** The version that the author read and changed. */
  basedOn: number;
  content: CategoryContent;
  reason: string;
  by: Caller["actor"];
  actor: AuditActor;
  now: Instant;
};

/**
 * Saves a category as a new version. What it asks less of holds for new exceptions alone: a live one keeps the stricter
 * rules that it was submitted under.
 * @throws Refused 403 not an admin, or without a fresh factor where it weakens; 409 somebody saved before; 400 nothing changes.
 */
export async function saveCategory(db: Db, save: CategorySave): Promise<Category> {
  const { workspaceId, id, content, reason, by, actor, now } = save;
  return write(db, { workspaceId, actor, now }, async (tx, journal) => {
    const { before, changes } = await judgeCategory(tx, save);
    if (weakens(changes) && !hasFreshFactor(by, now)) throw stepUpRequired();
    const category: Category = { ...content, id, version: before.version + 1 };
    await insertCategoryVersion(tx, workspaceId, { category, reason, authorId: by.userId, createdAt: now });
    journal.audit(
      "category.updated",
      { kind: "category", id },
      { version: category.version, reason, before: contentOfCategory(before), after: content, changes: [...changes] },
    );
    if (weakens(changes)) await tellAdmins(tx, journal, save, changes);
    return category;
  });
}

type Judging = Pick<CategorySave, "workspaceId" | "id" | "basedOn" | "content" | "by">;

/** Reads the version that is current and says what the new one changes of it, or refuses. */
export async function judgeCategory(
  tx: Db,
  { workspaceId, id, basedOn, content, by }: Judging,
): Promise<{ before: Category; changes: PolicyChange[] }> {
  if (!isAdmin(by.roles)) throw new Refused(403, "not_admin", "Categories are changed by admins.");
  const before = await getCategory(tx, workspaceId, id);
  if (before.version !== basedOn) throw stale(before.version);
  const changes = categoryDifference(contentOfCategory(before), content);
  if (changes.length === 0) throw new Refused(400, "unchanged", "These are the rules that hold already.");
  return { before, changes };
}

/** What one admin weakens alone, the others are told. */
async function tellAdmins(tx: Db, { notify }: Journal, save: CategorySave, changes: readonly PolicyChange[]) {
  const { workspaceId, id, content, reason, by } = save;
  const author = (await findUsers(tx, workspaceId, [by.userId])).get(by.userId);
  const weakened = changes.filter(({ direction }) => direction === "weakens");
  for (const admin of await usersWithRole(tx, workspaceId, ["owner", "admin"]))
    if (admin.id !== by.userId)
      notify({
        template: "category_weakened",
        toUserId: admin.id,
        toAddress: admin.userName,
        data: {
          categoryId: id,
          category: content.label,
          author: author?.displayName ?? "An admin",
          reason,
          weakens: weakened.map(({ what, before, after }) => `${what}: ${before ?? "–"} → ${after ?? "–"}`).join("; "),
        },
      });
}
