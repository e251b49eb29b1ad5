import { achievedAal } from "#app/engine/assurance.ts";
import { longestMaxAge } from "#app/engine/step-up.ts";
import type { CompletedMethod, Decision, Instant } from "#app/engine/types.ts";
import { Refused } from "#app/register/refused.ts";
import type { Decide } from "#app/signins/own-decider.server.ts";
import type { Db } from "#db/connect.ts";
import { isKnownDevice } from "#db/known-devices.ts";
import type { Session } from "#db/sessions.ts";
import { moveStepUpReturns } from "#db/step-up-returns.ts";
import type { Journal } from "#db/write.ts";
import { anyOf } from "./factor-words.ts";
import { tooLate, wrongProof } from "./refusals.ts";
import { type ClientOf, type OpenedSession, rotateSession } from "./session.server.ts";

type Strengthening = {
  session: Session;
  /** All that the session has completed, what was proved just now included. */
  methods: readonly CompletedMethod[];
  client: ClientOf;
  now: Instant;
};

/** The decision about a step-up, and the session that takes the place of the old one where it was allowed. */
type Strengthened = { decision: Decision; isWhole: boolean; opened: OpenedSession | null };

/**
 * Asks the engine about somebody who has used a factor anew in a session of theirs, and puts a stronger session in its
 * place. What let the old one in with less is behind it then; what was typed before goes on with it. Every step-up ends here.
 */
export async function strengthen(
  { tx, journal, decide }: { tx: Db; journal: Journal; decide: Decide },
  { session, methods, client, now }: Strengthening,
): Promise<Strengthened> {
  const { workspaceId, userId, idHash: sessionIdHash } = session;
  const device = { workspaceId, userId, idHash: client.deviceHash ?? "", now };
  const isKnown = client.deviceHash !== null && (await isKnownDevice(tx, device));
  const asked = { userId, completed: methods, ip: client.ip, isKnownDevice: isKnown };
  const { decision, id: decisionId } = await decide({ ...asked, stepUp: { maxAgeSeconds: longestMaxAge } });
  const subject = { kind: "user", id: userId };
  const isWhole = achievedAal(methods) === 2;
  const said = { methods: methods.map(({ method }) => method), decisionId };
  if (decision.outcome !== "allow") {
    journal.audit("session.refused", subject, { ...said, reason: decision.reason });
    return { decision, isWhole, opened: null };
  }
  const basis = { decisionId, isBypass: false, exceptionId: decision.exception?.id ?? null, graceEndsAt: null };
  const opened = await rotateSession(tx, { session, methods, basis, now });
  if (!opened) throw tooLate();
  await moveStepUpReturns(tx, { workspaceId, userId, sessionIdHash, toIdHash: opened.session.idHash });
  journal.audit("session.stepped_up", subject, { ...said, aal: decision.achievedAal });
  return { decision, isWhole, opened };
}

/**
 * Returns the stronger session.
 * @throws Refused 403 for a factor that the policy does not take; outside the write, so that the refusal itself is recorded.
 */
export function strengthened({ decision, isWhole, opened }: Strengthened): OpenedSession {
  if (opened) return opened;
  const { acceptableFactors: accepted, outcome, reason } = decision;
  // A code without anything beside it, or somebody who may not be here at all: the factor is not what is wrong.
  if (!isWhole || (outcome === "deny" && reason !== "MFA_FACTOR_NOT_ALLOWED")) throw wrongProof();
  throw new Refused(
    403,
    "MFA_FACTOR_NOT_ALLOWED",
    `The policy does not take this factor here. ${remedyFor(decision)}`,
    { acceptable_factors: accepted },
  );
}

function remedyFor({ outcome, acceptableFactors: accepted }: Decision): string {
  if (accepted.length === 0) return "Ask an admin of the register.";
  return outcome === "enroll"
    ? `It takes ${anyOf(accepted)}. Sign out and in again: you are led to set one up.`
    : `Use ${anyOf(accepted)} instead.`;
}
