export const ratings = ["low", "moderate", "high", "critical"] as const;
export type Rating = (typeof ratings)[number];

export const scores = [1, 2, 3, 4, 5] as const;
export type Score = (typeof scores)[number];

/** Likelihood and impact, each 1 (least) to 5. */
export type Risk = { likelihood: Score; impact: Score };

/** Returns likelihood × impact, 1 to 25. */
export function riskScore(risk: Risk): number {
  return risk.likelihood * risk.impact;
}

/** Rates a score: low up to 4, moderate up to 9, high up to 16, critical above. */
export function rate(risk: Risk): Rating {
  const score = riskScore(risk);
  if (score <= 4) return "low";
  if (score <= 9) return "moderate";
  return score <= 16 ? "high" : "critical";
}

/** Returns the stricter of two ratings. */
export function worse(one: Rating, other: Rating): Rating {
  return ratings.indexOf(one) >= ratings.indexOf(other) ? one : other;
}

export const likelihoodLabels: Record<Score, string> = {
  1: "Rare",
  2: "Unlikely",
  3: "Possible",
  4: "Likely",
  5: "Almost certain",
};

export const impactLabels: Record<Score, string> = {
  1: "Negligible",
  2: "Minor",
  3: "Moderate",
  4: "Major",
  5: "Severe",
};
