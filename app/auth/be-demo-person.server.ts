import type { CompletedMethod } from "#app/engine/types.ts";
import { listFactors } from "#db/factors.ts";
import type { Session } from "#db/sessions.ts";
import { moveStepUpReturns } from "#db/step-up-returns.ts";
import { type Entering, enter, entered } from "./enter.server.ts";
import type { OpenedSession } from "./session.server.ts";
import type { Gate } from "./sign-in.server.ts";

/**
 * Signs in as somebody of the demo, as if they had given their password and used one of each kind of factor that they
 * have. What follows the engine says, as for everybody: who has none meets the banner or the wall.
 */
export async function beDemoPerson(
  { db, ownSignIns }: Gate,
  { workspaceId, userId, client, earlier, now }: Omit<Entering, "methods"> & { earlier: Session | null },
): Promise<OpenedSession> {
  const kinds = new Set((await listFactors(db, workspaceId, userId)).map(({ kind }) => kind));
  kinds.delete("recovery_code");
  const methods: CompletedMethod[] = [
    { method: "password", completedAt: now, userVerified: false },
    ...[...kinds].map((method) => ({ method, completedAt: now, userVerified: method !== "totp" })),
  ];
  const writing = { workspaceId, actor: { kind: "user", id: userId }, now } as const;
  const entry = await ownSignIns.write(db, writing, async (tx, journal, decide) => {
    const made = await enter({ tx, journal, decide }, { workspaceId, userId, methods, client, now });
    // Being chosen again is the step-up of the demo.
    if (made.kind === "in" && earlier?.userId === userId) {
      const [sessionIdHash, toIdHash] = [earlier.idHash, made.opened.session.idHash];
      await moveStepUpReturns(tx, { workspaceId, userId, sessionIdHash, toIdHash });
    }
    return made;
  });
  return entered(entry);
}
