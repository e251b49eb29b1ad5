import type { Instant } from "#app/engine/types.ts";
import type { Db } from "#db/connect.ts";
import { newId } from "#db/ids.ts";
import { insertVerification, listVerifications, openVerification } from "#db/verifications.ts";
import { inTransaction, write } from "#db/write.ts";
import type { AuditActor } from "./events.ts";

type Asking = { workspaceId: string; upTo: number | null; userId: string; actor: AuditActor; now: Instant };

/**
 * Asks for a walk along the log and returns the id of the walk. Where one is under way it is that one: walking the log
 * twice at the same time tells nobody more.
 */
export async function askVerification(
  db: Db,
  { workspaceId, upTo, userId, actor, now }: Asking,
): Promise<{ id: string; isNew: boolean }> {
  return inTransaction(db, async (tx) => {
    const id = newId("ver");
    const isNew = await insertVerification(tx, { workspaceId, id, upTo, startedBy: userId, createdAt: now });
    if (isNew) {
      await write(tx, { workspaceId, actor, now }, async (_tx, { audit }) =>
        audit("audit.verification_asked", { kind: "verification", id }, { upTo }),
      );
      return { id, isNew };
    }
    // It may have ended since the insert; then it has only just been made.
    const [newest] = await listVerifications(tx, workspaceId, { limit: 1 });
    return { id: (await openVerification(tx, workspaceId))?.id ?? newest?.id ?? id, isNew };
  });
}
