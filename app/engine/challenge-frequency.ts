import type { ChallengeFrequency, Client } from "./types.ts";

/** Returns the frequency that asks more often. */
export function stricterFrequency(a: ChallengeFrequency, b: ChallengeFrequency): ChallengeFrequency {
  if (a === "sensitive_action") return b;
  return a === "new_device" && b !== "sensitive_action" ? b : a;
}

/**
 * Whether a frequency spares whoever has an acceptable factor the challenge of this sign-in. A client that cannot prompt
 * is never spared it, and a frequency that this version does not know spares nobody.
 */
export function sparesSignIn(frequency: ChallengeFrequency, { protocol, isKnownDevice }: Client): boolean {
  if (protocol !== "modern") return false;
  switch (frequency) {
    case "every_sign_in":
      return false;
    case "new_device":
      return isKnownDevice === true;
    case "sensitive_action":
      return true;
    default:
      frequency satisfies never;
      return false;
  }
}
