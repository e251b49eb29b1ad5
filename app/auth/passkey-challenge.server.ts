import type { Instant } from "#app/engine/types.ts";
import { spendChallenge } from "#db/challenges.ts";
import type { Db } from "#db/connect.ts";
import { tooLate } from "./refusals.ts";
import type { AskedAt } from "./relying-party.ts";

/** What an authenticator was asked, and what its answer is therefore checked against. */
export type PasskeyChallenge = AskedAt & { challenge: string };

/** What a challenge is bound to beside the browser, which holds its id in a cookie. */
export type PasskeyBinding = Pick<Parameters<typeof spendChallenge>[1], "workspaceId" | "userId" | "sessionHash"> & {
  purpose: "passkey_sign_in" | "passkey_step_up" | "passkey_enrolment";
};

/**
 * Spends the challenge that a browser was given.
 * @throws Refused 409 when there is none, it has ended, was spent, or was given for something else.
 */
export async function takeChallenge(
  db: Db,
  { challengeId, now, ...binding }: PasskeyBinding & { challengeId: string | null; now: Instant },
): Promise<PasskeyChallenge> {
  const asked = challengeId === null ? undefined : await spendChallenge(db, { ...binding, id: challengeId, now });
  if (!asked || asked.origin === null || asked.rpId === null) throw tooLate();
  return { challenge: asked.challenge, origin: asked.origin, rpId: asked.rpId };
}
