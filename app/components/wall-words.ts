import type { Reason } from "#app/engine/types.ts";

type Words = { title: string; lede: string };

/** Says why somebody has to enrol a factor before they are let in. */
export function wallWords(reason: Reason): Words {
  switch (reason) {
    case "MFA_GRACE_EXPIRED":
      return { title: "Set up a second factor", lede: "The time to set one up at leisure is over." };
    case "MFA_FACTOR_NOT_ALLOWED":
      return {
        title: "Set up another factor",
        lede: "What you have is not accepted any more. Add one of these, then go on.",
      };
    case "MFA_RECOVERY_CODES_EXHAUSTED":
      return { title: "Set up a second factor", lede: "Your recovery codes are used up." };
    default:
      return { title: "Set up a second factor", lede: "Your organisation asks everybody for one." };
  }
}
