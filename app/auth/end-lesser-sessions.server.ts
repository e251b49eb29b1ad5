import type { Instant } from "#app/engine/types.ts";
import type { Db } from "#db/connect.ts";
import { endSession, listLiveSessions } from "#db/sessions.ts";
import type { Journal } from "#db/write.ts";
import { sessionAal } from "./session.server.ts";

/**
 * Ends a person's sessions below AAL2, as part of a change of their groups or roles: what let those in with less was
 * judged by the ones of before, and an exception may cover them no longer.
 */
export async function endLesserSessions(
  tx: Db,
  { audit }: Journal,
  { workspaceId, userId, now }: { workspaceId: string; userId: string; now: Instant },
): Promise<void> {
  const lesser = (await listLiveSessions(tx, workspaceId, userId, now)).filter((session) => sessionAal(session) < 2);
  for (const { idHash } of lesser) await endSession(tx, idHash, now);
  if (lesser.length > 0)
    audit("session.revoked", { kind: "user", id: userId }, { reason: "belongings_changed", sessions: lesser.length });
}
