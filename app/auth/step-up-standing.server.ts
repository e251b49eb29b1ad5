import { longestMaxAge } from "#app/engine/step-up.ts";
import { type FactorKind, factorKinds, type Instant } from "#app/engine/types.ts";
import { evaluateOnce } from "#app/signins/evaluate-once.server.ts";
import { ownRequest } from "#app/signins/own-decider.server.ts";
import type { Db } from "#db/connect.ts";
import type { Session } from "#db/sessions.ts";
import type { ClientOf } from "./session.server.ts";

/** What somebody has for a step-up, as the policy sees it. */
export type StepUpStanding = {
  /** Which of their own factors the policy takes. */
  kinds: FactorKind[];
  /** Which the policy would take of anybody. */
  accepted: readonly FactorKind[];
  hasFactor: boolean;
};

/** Asks the engine which factors would do, without deciding anything. */
export async function stepUpStanding(
  db: Db,
  { session, client, now }: { session: Session; client: ClientOf; now: Instant },
): Promise<StepUpStanding> {
  const { workspaceId, userId } = session;
  // Without what was completed before, so that a factor that is still fresh is offered like the others.
  const asked = { userId, completed: [], ip: client.ip, isKnownDevice: false };
  const request = ownRequest({ ...asked, stepUp: { maxAgeSeconds: longestMaxAge } });
  const { decision, signIn } = await evaluateOnce(db, { workspaceId, request, now });
  const accepted = decision.acceptableFactors;
  const factors = signIn.subject?.factors ?? [];
  const held = factorKinds.filter((kind) => factors.some((each) => each.kind === kind && each.remaining !== 0));
  return { kinds: held.filter((kind) => accepted.includes(kind)), accepted, hasFactor: held.length > 0 };
}
