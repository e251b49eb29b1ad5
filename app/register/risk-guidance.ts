import { type Rating, type Risk, rate, type Score } from "./risk.ts";

/** What each likelihood means here: how easily the missing factor is turned into somebody else's sign-in. */
export const likelihoodGuidance: Record<Score, string> = {
  1: "Somebody would need to be inside already: one network, one device, a secret that people never handle.",
  2: "It takes a stolen password and something else that is watched, such as the office network.",
  3: "A stolen password is enough at some hours or places, and its use would be noticed within a day.",
  4: "A stolen password is enough from anywhere, and accounts like this one are tried regularly.",
  5: "It is being tried now, or the password is shared, reused or known to have leaked.",
};

/** What each impact means here: what the person who got in could do before they are stopped. */
export const impactGuidance: Record<Score, string> = {
  1: "Reads what is public or nearly so. Nobody outside the team would notice.",
  2: "Reads internal papers of one team, or stops a service that can wait for a day.",
  3: "Reads personal data of some people, or changes records that are checked later.",
  4: "Moves money, reads personal data of very many people, or changes what others rely on unchecked.",
  5: "Gives itself or others access, switches protection off, or endangers people or the company.",
};

/** What to think of a cell before choosing it; likelihood first, then impact. */
const cells: Record<Score, Record<Score, string>> = {
  1: {
    1: "Hardly worth an exception's paperwork. Check that it is needed at all.",
    2: "A small loss that would take an insider. The usual controls do.",
    3: "An insider could do harm that is found later. Say who looks, and how often.",
    4: "Rare and costly: one strong control on the way in, and an alert on every use.",
    5: "So costly that “rare” has to be proven: sealed storage, two people, every use looked at.",
  },
  2: {
    1: "It may happen and would not matter. Keep the term short all the same.",
    2: "The common case of a well-fenced account. One control and a review are enough.",
    3: "Personal data behind a fence: name the fence, and test that it holds.",
    4: "A fence is all that stands before money or masses of data. Use two that fail separately.",
    5: "Control of other accounts behind one fence. Look for just-in-time access in its place.",
  },
  3: {
    1: "It will be tried once in a while, and little is lost. Watch for the pattern.",
    2: "A day of trouble now and then. Restrict networks or hours before accepting it.",
    3: "Harm that is plausible and real. Needs a control that stops, not only one that tells.",
    4: "Expect to explain this one. Narrow the scope until the likelihood falls.",
    5: "One bad week from a disaster. Take the privileged part out of its scope first.",
  },
  4: {
    1: "It will happen and be a nuisance. Make sure that the account really reaches nothing else.",
    2: "Regular small losses. A narrower network or device rule pays for itself.",
    3: "A breach of personal data waiting for its day. Should not last longer than a few weeks.",
    4: "Likely and costly: ask what would have to be bought or changed to do without it.",
    5: "Security leadership has to carry this by name. Prefer an emergency account with two custodians.",
  },
  5: {
    1: "Treat the account as taken: cut what it reaches, and change its password first.",
    2: "It is being abused or will be this week. Close the way in before the exception begins.",
    3: "Do not begin before the leak is closed; then rate it again.",
    4: "Only for containment, for hours, with somebody watching.",
    5: "Nearly always the wrong answer. If it must be, for hours, by security leadership, and watched throughout.",
  },
};

export type CellGuidance = { rating: Rating; likelihood: string; impact: string; meaning: string };

/** Returns what a likelihood and an impact mean by themselves and together, for whoever estimates and whoever assesses. */
export function guidanceFor(risk: Risk): CellGuidance {
  return {
    rating: rate(risk),
    likelihood: likelihoodGuidance[risk.likelihood],
    impact: impactGuidance[risk.impact],
    meaning: cells[risk.likelihood][risk.impact],
  };
}
