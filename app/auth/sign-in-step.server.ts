import { achievedAal } from "#app/engine/assurance.ts";
import { type FactorKind, factorKinds, type Instant, type Reason } from "#app/engine/types.ts";
import { evaluateOnce } from "#app/signins/evaluate-once.server.ts";
import { ownRequest } from "#app/signins/own-decider.server.ts";
import type { Db } from "#db/connect.ts";
import { isKnownDevice } from "#db/known-devices.ts";
import type { Session } from "#db/sessions.ts";
import type { ClientOf } from "./session.server.ts";

/** What somebody has to do next who has begun to sign in. */
export type SignInStep =
  /** One of these has to be used. `isForEnrolling` when what they have is not enough, and only opens the door to enrolling. */
  | { kind: "factor"; kinds: FactorKind[]; isForEnrolling: boolean; reason: Reason }
  /** One of these has to be enrolled. */
  | { kind: "enroll"; kinds: FactorKind[]; reason: Reason }
  /** Nothing more: the policy is content by now. */
  | { kind: "continue" }
  | { kind: "refused"; reason: Reason };

/**
 * Asks the policy anew what comes next in a sign-in that has begun: after a reload, the back button, in a second tab or
 * behind a deep link it may be something else than the page before said. Nothing is decided by it, so nothing is recorded.
 */
export async function nextStep(
  db: Db,
  { session, client, now }: { session: Session; client: ClientOf; now: Instant },
): Promise<SignInStep> {
  const { workspaceId, userId, methods } = session;
  const idHash = client.deviceHash;
  const isKnown = idHash !== null && (await isKnownDevice(db, { workspaceId, userId, idHash, now }));
  const request = ownRequest({ userId, completed: methods, ip: client.ip, isKnownDevice: isKnown });
  const { decision, signIn, policy } = await evaluateOnce(db, { workspaceId, request, now });
  const { outcome, reason, acceptableFactors } = decision;
  const factors = signIn.subject?.factors ?? [];
  const held = factorKinds.filter((kind) => factors.some((each) => each.kind === kind && each.remaining !== 0));
  const primary = held.filter((kind) => kind !== "recovery_code");
  // Codes open the door to enrolling only where there is nothing else, and never where the policy allows none.
  const shown = primary.length === 0 && policy.recoveryCodesAllowed ? held : primary;
  // Whoever has used their codes up enrols something else.
  const hasHadCodes = factors.some(({ kind }) => kind === "recovery_code");
  switch (outcome) {
    case "allow":
      return { kind: "continue" };
    case "deny":
      return { kind: "refused", reason };
    case "challenge":
      return {
        kind: "factor",
        kinds: held.filter((kind) => acceptableFactors.includes(kind)),
        isForEnrolling: false,
        reason,
      };
    case "enroll":
      // Whoever has a factor shows it before they enrol another: a stolen password must not enrol its own.
      return shown.length > 0 && achievedAal(methods) < 2
        ? { kind: "factor", kinds: shown, isForEnrolling: true, reason }
        : {
            kind: "enroll",
            kinds: acceptableFactors.filter((kind) => kind !== "recovery_code" || !hasHadCodes),
            reason,
          };
    default:
      return outcome satisfies never;
  }
}
