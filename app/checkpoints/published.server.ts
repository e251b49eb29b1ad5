import { keyFacts } from "#app/signing/workspace-key.server.ts";
import { checkpointSettings, findCheckpoint } from "#db/checkpoints.ts";
import type { Db } from "#db/connect.ts";
import { findCurrentKey } from "#db/signing-keys.ts";
import { findWorkspace } from "#db/workspaces.ts";

const size = /^[1-9]\d{0,15}$/;

/**
 * Returns what a workspace publishes under a name: "latest" or a size for a checkpoint, "key" for the line of its key. Null
 * where there is none, or the workspace publishes nothing; the two are not told apart.
 */
export async function publishedText(db: Db, { slug, which }: { slug: string; which: string }): Promise<string | null> {
  const workspace = await findWorkspace(db, slug);
  // An address that is made of an id would work as well, and would be another address of the same log.
  if (workspace?.slug !== slug || !(await checkpointSettings(db, workspace.id)).isPublished) return null;
  if (which === "key") {
    const key = await findCurrentKey(db, workspace.id);
    return key ? `${keyFacts(key).vkey}\n` : null;
  }
  if (which !== "latest" && !size.test(which)) return null;
  return (await findCheckpoint(db, workspace.id, which === "latest" ? which : Number(which)))?.note ?? null;
}
