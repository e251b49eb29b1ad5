import { evaluate } from "./evaluate.ts";
import { factsOf } from "./facts.ts";
import { isInstant } from "./instant.ts";
import { judge } from "./judge.ts";
import { standingOf } from "./standing.ts";
import { traceOf } from "./trace.ts";
import type { Because, CompletedMethod, Decision, Exemption, Instant, Policy, SignIn } from "./types.ts";
import type { Verdict } from "./verdict.ts";

/** The longest that the use of a factor counts for a step-up, in seconds; a caller may ask for less. */
export const longestMaxAge = 900;

/** Whether a method counts as used just now. What somebody knows does not go stale in a session; what they hold does. */
function isRecent({ method, completedAt }: CompletedMethod, now: Instant, maxAgeSeconds: number): boolean {
  if (method === "password" || method === "federated") return true;
  if (!isInstant(completedAt) || !isInstant(now)) return false;
  return Date.parse(now) - Date.parse(completedAt) < maxAgeSeconds * 1000;
}

/** A challenge inside a running session is a step-up, whatever the sign-in would have called it. */
function asStepUp(verdict: Verdict): Verdict {
  return verdict.outcome === "challenge" ? { ...verdict, reason: "MFA_STEP_UP_REQUIRED" } : verdict;
}

function stepUpLine({ outcome }: Verdict, maxAgeSeconds: number): Because {
  const isMet = outcome === "allow";
  const asked = `AAL2 with an acceptable factor used in the last ${maxAgeSeconds} seconds`;
  return { step: "session", rule: "step_up", asked, hit: isMet, won: isMet };
}

/**
 * Decides whether a running session may do something sensitive: only when its own completed methods reach AAL2 with an
 * acceptable factor used less than `maxAgeSeconds` ago. Asked whatever the dial says. Neither grace nor an exemption helps,
 * but for one that adds factors: whoever was let in with less stays at less. Pure and total, like `evaluate`.
 */
export function evaluateStepUp(
  signIn: SignIn,
  policy: Policy,
  exemptions: readonly Exemption[],
  maxAgeSeconds: number,
): Decision {
  const { subject, completed, now } = signIn;
  if (subject === null) return evaluate(signIn, policy, exemptions);
  const maxAge = Math.min(maxAgeSeconds, longestMaxAge);
  const whole = factsOf(
    signIn,
    subject,
    policy,
    exemptions.filter(({ effect }) => effect === "allow_factors"),
  );
  const recent = completed.filter((method) => isRecent(method, now, maxAge));
  const facts = {
    ...whole,
    asked: { ...whole.asked, dial: "required" as const },
    asksMfa: true,
    isSpared: false,
    grace: null,
    standing: { ...whole.standing, shown: standingOf({ ...signIn, completed: recent }, subject).shown },
  };
  const verdict = asStepUp(judge(facts));
  const because = traceOf(facts, verdict);
  // A refusal ends the trace before the session is looked at.
  const isJudged = because.at(-1)?.step === "session";
  return { ...verdict, because: isJudged ? [...because.slice(0, -1), stepUpLine(verdict, maxAge)] : because };
}
