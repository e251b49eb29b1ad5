import type { Because, Decision } from "./types.ts";

function result({ hit, won }: Because): string {
  if (!hit) return "miss";
  return won ? "won" : "lost";
}

/**
 * Renders a decision as lines of plain text: the answer first, one line for each rule of its trace with the step,
 * the result ("won", "lost", or "miss" where the rule was not about this sign-in), the rule's id and what it asked, and
 * the acceptable factors last.
 */
export function explain(decision: Decision): readonly string[] {
  const { outcome, reason, achievedAal, requiredAal, acceptableFactors, exception, grace, because } = decision;
  const by = exception === null ? "" : `, by ${exception.id} until ${exception.endsAt}`;
  const until = grace === null ? "" : `, time to enrol until ${grace.endsAt}`;
  const idWidth = Math.max(...because.map(({ rule }) => rule.length));
  return [
    `${outcome}: ${reason} (AAL${achievedAal} of AAL${requiredAal}${by}${until})`,
    ...because.map((line) => {
      const { step, rule, asked } = line;
      return `${step.padEnd(11)}  ${result(line).padEnd(4)}  ${rule.padEnd(idWidth)}  ${asked}`;
    }),
    `acceptable factors: ${acceptableFactors.join(", ") || "none"}`,
  ];
}
