export const evaluationsSemantics = ["execute_all", "deny_on_first_deny", "permit_on_first_permit"] as const;
/** Whether all of a call are decided, or the first refusal or the first permission is the last that is. */
export type EvaluationsSemantic = (typeof evaluationsSemantics)[number];

/** Whether nothing after a decision is asked any more. */
export function endsWith(semantic: EvaluationsSemantic, isPermitted: boolean): boolean {
  switch (semantic) {
    case "execute_all":
      return false;
    case "deny_on_first_deny":
      return !isPermitted;
    case "permit_on_first_permit":
      return isPermitted;
    default:
      return semantic satisfies never;
  }
}
