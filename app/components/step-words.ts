import type { SignInStep } from "#app/auth/sign-in-step.server.ts";
import type { FactorKind } from "#app/engine/types.ts";

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
      const title = titleOf(step.kinds);
      return step.isForEnrolling
        ? { title, lede: "What you have is not accepted any more: use it once more, then add another." }
        : { title, lede: "This is the second of two steps." };
    }
    default:
      return step satisfies never;
  }
}

function titleOf(kinds: readonly FactorKind[]): string {
  if (kinds.includes("totp")) return "Enter your code";
  return kinds.every((kind) => kind === "recovery_code") ? "Use a recovery code" : "Use your second factor";
}
