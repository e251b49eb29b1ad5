import { roleLabels } from "#app/register/roles.ts";
import type { Db } from "#db/connect.ts";
import { namesOf } from "#db/directory.ts";
import { findUsers } from "#db/users.ts";
import type { PolicyContent } from "./policy-content.ts";
import type { Names } from "./policy-texts.ts";

/** Returns the display names of whom and what policies are about. */
export async function namesIn(db: Db, workspaceId: string, contents: readonly PolicyContent[]): Promise<Names> {
  const targets = contents.flatMap(({ rules, floors }) => [...rules, ...floors].map(({ target }) => target));
  const idsOf = (isUser: boolean) => targets.filter(({ kind }) => (kind === "user") === isUser).map(({ id }) => id);
  const users = await findUsers(db, workspaceId, idsOf(true));
  return {
    ...Object.fromEntries(Object.entries(roleLabels).map(([role, label]) => [`role:${role}`, label])),
    ...Object.fromEntries(await namesOf(db, workspaceId, idsOf(false))),
    ...Object.fromEntries([...users].map(([id, { displayName }]) => [id, displayName])),
  };
}
