import { proveRecoveryCode } from "./prove-recovery-code.server.ts";
import { wrongProof } from "./refusals.ts";
import type { OpenedSession } from "./session.server.ts";
import { completeSignIn, type Gate, type SecondStep } from "./sign-in.server.ts";
import { nextStep } from "./sign-in-step.server.ts";

/**
 * The second step with a recovery code, where the engine takes one of this person now. Elsewhere it is refused in the
 * words of a wrong one: a code that may not be used must not be spent, and must open no door to enrolling either.
 * @throws Refused as completeSignIn does.
 */
export async function completeWithRecoveryCode(
  gate: Gate,
  { code, ...step }: SecondStep & { code: string },
): Promise<OpenedSession> {
  const { workspaceId, userId } = step.session;
  const { client, now } = step;
  // Asked before the try is counted, which may itself close the account to the next one.
  const next = await nextStep(gate.db, step);
  if (next.kind !== "factor" || !next.kinds.includes("recovery_code")) throw wrongProof();
  return completeSignIn(gate, step, () =>
    proveRecoveryCode(gate.db, { workspaceId, userId, code, ip: client.ip, now }),
  );
}
