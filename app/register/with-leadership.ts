import type { Category } from "./category.ts";

/** Returns rules in which security leadership agrees to whatever is critical, even if those that were stored forgot it. */
export function withLeadership<Rules extends Pick<Category, "stages">>(rules: Rules): Rules {
  const { critical } = rules.stages;
  if (critical.some(({ group, minimum }) => group === "security_leadership" && minimum > 0)) return rules;
  const others = critical.filter(({ group }) => group !== "security_leadership");
  const stages = { ...rules.stages, critical: [...others, { group: "security_leadership" as const, minimum: 1 }] };
  return { ...rules, stages };
}
