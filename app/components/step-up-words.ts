import { anyOf } from "#app/auth/factor-words.ts";
import type { StepUpNeed } from "#app/auth/step-up-view.server.ts";

type Words = { title: string; lede: string };

const why = "What you are about to do needs a second factor used in the last 15 minutes.";

/** Says what somebody has to do before they go on, and why. */
export function stepUpWords(need: StepUpNeed): Words {
  switch (need.kind) {
    case "factor":
      return { title: "Confirm that it is you", lede: why };
    case "other_factor":
      return {
        title: "Another factor is needed",
        lede: `${why} The policy takes none of yours${need.accepted.length > 0 ? `, but ${anyOf(need.accepted)}` : ""}. Sign out and in again: you are led to set one up.`,
      };
    case "enrol":
      return { title: "Set up a second factor", lede: `${why} You have none yet. Set one up, then use it here.` };
    case "password":
      return {
        title: "Enter your password again",
        lede: `${why} You have none yet, and your sign-in is too long ago to set one up without your password.`,
      };
    case "sign_in":
      return {
        title: "Sign in again",
        lede: `${why} You have none yet, and your sign-in is too long ago to set one up. Sign out and in again, then add one.`,
      };
    default:
      return need satisfies never;
  }
}
