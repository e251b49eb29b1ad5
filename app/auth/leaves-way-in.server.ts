import { evaluate } from "#app/engine/evaluate.ts";
import type { FactorKind, Instant } from "#app/engine/types.ts";
import { evaluateOnce } from "#app/signins/evaluate-once.server.ts";
import { ownRequest } from "#app/signins/own-decider.server.ts";
import type { Db } from "#db/connect.ts";

type Removal = { workspaceId: string; userId: string; factorId: string; hasPassword: boolean; now: Instant };

/**
 * Whether somebody could still sign in without one of their factors. Where the policy asks them for a second factor, one
 * that it accepts has to be left, time to enrol or not; where it does not, a password is enough.
 */
export async function leavesWayIn(
  tx: Db,
  { workspaceId, userId, factorId, hasPassword, now }: Removal,
): Promise<boolean> {
  const completed = [{ method: "password", completedAt: now, userVerified: false }] as const;
  const request = ownRequest({ userId, completed, ip: null, isKnownDevice: false });
  const { signIn, policy, exemptions } = await evaluateOnce(tx, { workspaceId, request, now });
  if (signIn.subject === null) return false;
  const factors = signIn.subject.factors.filter(
    ({ id, kind, remaining }) => id !== factorId && remaining !== 0 && (hasPassword || standsAlone(kind)),
  );
  const subject = { ...signIn.subject, factors };
  // What spares somebody a factor for now gives them none.
  const adding = exemptions.filter(({ effect }) => effect === "allow_factors");
  const { requiredAal, outcome, grace } = evaluate({ ...signIn, subject }, policy, adding);
  if (requiredAal < 2) return hasPassword || factors.length > 0;
  return outcome === "challenge" && grace === null;
}

function standsAlone(kind: FactorKind): boolean {
  return kind === "passkey" || kind === "security_key";
}
