import { acceptedBy, everything, permittedBy } from "./factor-sets.ts";
import type { KindSet } from "./kind-set.ts";
import { type RuleLines, type RuleStep, ruleLines, workspaceLines } from "./rule-lines.ts";
import type { Because, ChallengeFrequency, Dial, Floor, Policy, Rule, RuleTarget, Subject } from "./types.ts";

/** What a rule asks, as a decision reads it, and the lines that it can leave. */
type Asking = { dial: Dial; accepted: KindSet; lines: RuleLines };

/** A rule or a floor. It accepts every kind where it says nothing of factors. */
export type IndexedRule = Asking & {
  target: RuleTarget;
  isFloor: boolean;
  /** Null where the rule says nothing of it, like every floor. */
  challengeFrequency: ChallengeFrequency | null;
  /** Where its line stands among those of all rules and floors. */
  place: number;
};

type ById = ReadonlyMap<string, readonly IndexedRule[]>;

/** A policy made ready to be looked up, so that a decision costs what its matching rules cost, and not all rules. */
export type PolicyIndex = {
  /** What the two switches for recovery codes leave. */
  permitted: KindSet;
  workspace: Asking & { challengeFrequency: ChallengeFrequency };
  /** Rules and floors by whom or what they are about. */
  byTarget: Readonly<Record<RuleTarget["kind"], ById>>;
  /** The lines of all rules and floors in the order of the trace, for somebody whom none is about. */
  misses: readonly Because[];
};

// A policy is immutable, and the same object decides thousands of sign-ins.
const indexes = new WeakMap<Policy, PolicyIndex>();

/** Returns the index of a policy, made once for each policy object. */
export function indexOf(policy: Policy): PolicyIndex {
  const known = indexes.get(policy);
  if (known !== undefined) return known;
  const index = makeIndex(policy);
  indexes.set(policy, index);
  return index;
}

/**
 * Returns the rules and floors that are about a subject at an application. A missing application is nobody's. A rule for
 * a user holds for service principals too: it only ever raises, so the wider reading is the stricter one.
 */
export function matching(
  { byTarget }: PolicyIndex,
  { id, groups, roles }: Subject,
  applicationId: string,
): IndexedRule[] {
  const found: IndexedRule[] = [];
  collect(found, byTarget.user.get(id));
  if (applicationId !== "") collect(found, byTarget.application.get(applicationId));
  for (const role of roles) collect(found, byTarget.role.get(role));
  for (const group of groups) collect(found, byTarget.group.get(group));
  return found;
}

function collect(found: IndexedRule[], more: readonly IndexedRule[] | undefined): void {
  if (more === undefined) return;
  for (const rule of more) found.push(rule);
}

function makeIndex(policy: Policy): PolicyIndex {
  const { dial, factorSet, challengeFrequency, rules, floors } = policy;
  const indexed = [
    ...inIdOrder(rules).map((rule, place) => indexedRule("requirement", rule, place)),
    ...inIdOrder(floors).map((floor, place) => indexedRule("floor", floor, rules.length + place)),
  ];
  const about = (kind: RuleTarget["kind"]) =>
    Map.groupBy(
      indexed.filter(({ target }) => target.kind === kind),
      ({ target }) => target.id,
    );
  return {
    permitted: permittedBy(policy),
    workspace: { dial, accepted: acceptedBy(factorSet), challengeFrequency, lines: workspaceLines(policy) },
    byTarget: { role: about("role"), group: about("group"), user: about("user"), application: about("application") },
    misses: indexed.map(({ lines }) => lines.miss),
  };
}

/** Rules and floors are stored in any order; the trace always has that of their ids. */
function inIdOrder<T extends Rule | Floor>(rules: readonly T[]): readonly T[] {
  return rules.toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

function indexedRule(step: RuleStep, rule: Rule | Floor, place: number): IndexedRule {
  const { target, dial, factorSet } = rule;
  const challengeFrequency = ("challengeFrequency" in rule ? rule.challengeFrequency : undefined) ?? null;
  const accepted = factorSet === undefined ? everything : acceptedBy(factorSet);
  return { target, dial, accepted, challengeFrequency, isFloor: step === "floor", lines: ruleLines(step, rule), place };
}
