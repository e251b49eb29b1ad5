import { sha256 } from "#app/audit/chain.ts";
import type { Caller } from "#app/auth/caller.server.ts";
import type { Instant } from "#app/engine/types.ts";
import { weakens } from "#app/policy/policy-difference.ts";
import { type CategoryId, categoryIds } from "#app/register/category.ts";
import { ratings } from "#app/register/risk.ts";
import { type ApproverGroup, approverGroupLabels, approverGroups, isAdmin, roleOfGroup } from "#app/register/roles.ts";
import { listCategories, listCategoryVersions } from "#db/categories.ts";
import { categoryUses } from "#db/category-use.ts";
import type { Db } from "#db/connect.ts";
import { findUsers, usersWithRole } from "#db/users.ts";
import { type CategoryContent, contentOfCategory } from "./category-content.ts";
import { categoryDifference } from "./category-difference.ts";
import { typedOfCategory } from "./category-form.ts";
import { judgeCategory } from "./save-category.server.ts";

const nowhere = { live: 0, pending: 0 };

/** Returns every category, in the fixed order, with how many records it concerns. */
export async function categoriesView(db: Db, caller: Caller, now: Instant) {
  const categories = await listCategories(db, caller.workspace.id);
  const uses = await categoryUses(db, caller.workspace.id, now);
  return categoryIds.flatMap((id) => {
    const category = categories.find((one) => one.id === id);
    return category ? [{ ...category, use: uses.get(id) ?? nowhere }] : [];
  });
}

/** Returns what the page of one category shows to the caller. */
export async function categoryView(db: Db, caller: Caller, id: CategoryId, now: Instant) {
  const workspaceId = caller.workspace.id;
  const versions = await listCategoryVersions(db, workspaceId, id);
  const [latest] = versions;
  if (!latest) throw new Error(`workspace ${workspaceId} has no category ${id}, expected every one of the pack`);
  const authors = await findUsers(
    db,
    workspaceId,
    versions.flatMap(({ authorId }) => authorId ?? []),
  );
  const content = contentOfCategory(latest.category);
  return {
    id,
    version: latest.category.version,
    content,
    typed: typedOfCategory(content),
    use: (await categoryUses(db, workspaceId, now)).get(id) ?? nowhere,
    mayEdit: isAdmin(caller.roles),
    versions: versions.map(({ category, reason, authorId, createdAt }, index) => ({
      version: category.version,
      reason,
      author: authorId === null ? null : (authors.get(authorId)?.displayName ?? authorId),
      createdAt,
      changes: changesSince(versions[index + 1]?.category, category),
    })),
  };
}

type Versioned = Parameters<typeof contentOfCategory>[0];

function changesSince(before: Versioned | undefined, after: Versioned) {
  return before ? categoryDifference(contentOfCategory(before), contentOfCategory(after)) : [];
}

type Reviewing = { id: CategoryId; basedOn: number; content: CategoryContent; now: Instant };

/**
 * Says what a category that was typed would change, for how many, and who could not approve it any more.
 * @throws Refused as saving it would.
 */
export async function reviewOfCategory(db: Db, caller: Caller, { now, ...next }: Reviewing) {
  const workspaceId = caller.workspace.id;
  const { changes } = await judgeCategory(db, { ...next, workspaceId, by: caller.actor });
  return {
    changes,
    isWeaker: weakens(changes),
    use: (await categoryUses(db, workspaceId, now)).get(next.id) ?? nowhere,
    warnings: await shortStages(db, workspaceId, next.content),
    seal: sha256(JSON.stringify([next.basedOn, next.content])),
  };
}

/** Names the stages that ask for more people than there are: nobody could get such an exception approved. */
async function shortStages(db: Db, workspaceId: string, { stages }: CategoryContent): Promise<string[]> {
  const counts = new Map<ApproverGroup, number>();
  for (const group of approverGroups)
    counts.set(group, (await usersWithRole(db, workspaceId, [roleOfGroup[group]])).length);
  return ratings.flatMap((rating) =>
    stages[rating].flatMap(({ group, minimum }) => {
      const count = counts.get(group) ?? 0;
      if (minimum <= count) return [];
      return `${approverGroupLabels[group]} has ${count === 1 ? "one person" : `${count} people`}, and ${minimum} of them have to approve what is ${rating}.`;
    }),
  );
}
