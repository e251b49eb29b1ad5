import type { SignInStep } from "#app/auth/sign-in-step.server.ts";

type Words = { title: string; lede: string };

/** Says what somebody has to do next who has begun to sign in. */
export function stepWords(step: SignInStep): Words {
  switch (step.kind) {
    case "continue":
      return { title: "Go on", lede: "Nothing more is asked of you." };
    case "refused":
      return {
        title: "You cannot sign in",
        lede: "The policy does not let this account in. Ask an admin of the register.",
      };
    case "enroll":
      return { title: "Set up a second factor", lede: "Your organisation asks everybody for one." };
    case "factor": {
      const title = step.kinds.includes("totp") ? "Enter your code" : "Use your second factor";
      return step.isForEnrolling
        ? { title, lede: "What you have is not accepted any more: use it once more, then add another." }
        : { title, lede: "This is the second of two steps." };
    }
    default:
      return step satisfies never;
  }
}
