import type { Instant } from "#app/engine/types.ts";
import { Refused } from "#app/register/refused.ts";
import type { Db } from "#db/connect.ts";
import { listFactors, renameFactor } from "#db/factors.ts";
import { write } from "#db/write.ts";
import type { Caller } from "./caller.server.ts";
import { hasFreshFactor } from "./own-factors.server.ts";
import { stepUpRequired } from "./refusals.ts";

/**
 * Gives one of one's own factors another name. It needs a fresh factor as removing one does: with the names exchanged,
 * their owner would remove the wrong one.
 * @throws Refused 403 without a fresh factor, 404 no such factor of theirs.
 */
export async function renameOwnFactor(
  db: Db,
  { caller, id, label, now }: { caller: Caller; id: string; label: string; now: Instant },
): Promise<void> {
  const { user, auditActor, actor } = caller;
  if (!hasFreshFactor(actor, now)) throw stepUpRequired();
  const { workspaceId } = user;
  const ofTheirs = async (tx: Db) => (await listFactors(tx, workspaceId, user.id)).find((each) => each.id === id);
  // Called what it is called already: nothing changes, so there is nothing to audit.
  if ((await ofTheirs(db))?.label === label) return;
  await write(db, { workspaceId, actor: auditActor, now }, async (tx, { audit }) => {
    const factor = await ofTheirs(tx);
    if (!factor) throw new Refused(404, "not_found", "You have no such factor.");
    await renameFactor(tx, { workspaceId, id, label });
    const names = { before: factor.label, after: label };
    audit("factor.renamed", { kind: "user", id: user.id }, { kind: factor.kind, ...names });
  });
}
