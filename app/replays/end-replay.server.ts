import type { AuditActor } from "#app/audit/events.ts";
import type { Instant } from "#app/engine/types.ts";
import type { Db } from "#db/connect.ts";
import { endReplay, type Replay } from "#db/replays.ts";
import { inTransaction, write } from "#db/write.ts";

type Key = Pick<Replay, "workspaceId" | "id">;
type Ending = { state: "done" | "failed"; judged: number; fault: string | null };

/** Ends a replay that ran and says so in the log, unless it had ended already. */
export async function endAndRecord(db: Db, replay: Key, { state, judged, fault }: Ending, now: Instant): Promise<void> {
  const actor = { kind: "job", id: "replays" } as const;
  await inTransaction(db, async (tx) => {
    if (!(await endReplay(tx, { ...replay, state, fault }, now))) return;
    await write(tx, { workspaceId: replay.workspaceId, actor, now }, async (_tx, { audit }) =>
      audit("replay.finished", { kind: "replay", id: replay.id }, { state, judged, fault }),
    );
  });
}

/** Takes a replay back that waits or runs; false when it had ended. Whoever runs it notices within a second. */
export async function cancelReplay(db: Db, replay: Key, actor: AuditActor, now: Instant): Promise<boolean> {
  return inTransaction(db, async (tx) => {
    if (!(await endReplay(tx, { ...replay, state: "cancelled", fault: null }, now))) return false;
    await write(tx, { workspaceId: replay.workspaceId, actor, now }, async (_tx, { audit }) =>
      audit("replay.cancelled", { kind: "replay", id: replay.id }, {}),
    );
    return true;
  });
}
