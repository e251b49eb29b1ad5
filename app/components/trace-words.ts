import type { Because } from "#app/engine/types.ts";

type Step = Because["step"];

/** The steps of a decision in the order in which they are asked. */
export const traceSteps: readonly Step[] = ["refusal", "requirement", "floor", "exemption", "grace", "session"];

export const stepLabels: Record<Step, string> = {
  refusal: "Refusals",
  requirement: "Requirement",
  floor: "Floors",
  exemption: "Live exemptions",
  grace: "Grace",
  session: "Session against requirement",
};

export type TraceResult = "won" | "lost" | "miss" | "passed" | "refused" | "met" | "not met";

/** Says what came of one line. A check that did not hit was passed; a session that did not hit was not enough. */
export function resultOf({ step, hit, won }: Because): TraceResult {
  if (step === "refusal") return hit && won ? "refused" : "passed";
  if (step === "session") return hit ? "met" : "not met";
  if (!hit) return "miss";
  return won ? "won" : "lost";
}

export const resultLabels: Record<TraceResult, string> = {
  won: "hit, won",
  lost: "hit, lost",
  miss: "miss",
  passed: "passed",
  refused: "refused",
  met: "met",
  "not met": "not met",
};

/** Says in a few words how a whole step went. */
export function summaryOf(step: Step, lines: readonly Because[]): string {
  if (lines.length === 0) return step === "floor" ? "none is set" : "not asked";
  const hits = lines.filter(({ hit }) => hit).length;
  switch (step) {
    case "refusal":
      return lines.some((line) => resultOf(line) === "refused") ? "refused" : `${lines.length} checked, none refused`;
    case "requirement":
      return `${hits} of ${lines.length} match, the strictest wins`;
    case "floor":
      return hits === 0 ? "none applies" : `${hits} of ${lines.length} apply`;
    case "exemption":
      return hits === 0 ? "none matches" : `${hits} ${hits === 1 ? "matches" : "match"}, the narrowest is cited`;
    case "grace":
      return lines.some(({ won }) => won) ? "let it pass" : "not needed or not open";
    case "session":
      return "";
    default:
      return step satisfies never;
  }
}
