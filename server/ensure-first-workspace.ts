import { createWorkspace } from "#app/register/create-workspace.server.ts";
import type { Db } from "#db/connect.ts";
import { listWorkspaces, type Workspace } from "#db/workspaces.ts";

/** Returns the workspaces, after making a first one in an empty database, so that a first start needs no command. */
export async function ensureFirstWorkspace(db: Db, now: string): Promise<Workspace[]> {
  const workspaces = await listWorkspaces(db);
  if (workspaces.length > 0) return workspaces;
  const first = await createWorkspace(db, {
    slug: "default",
    name: "My organisation",
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    securityContact: null,
    actor: { kind: "console", id: null },
    now,
  });
  return [first];
}
