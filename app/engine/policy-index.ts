import { acceptedBy, everything, permittedBy } from "./factor-sets.ts";
import type { KindSet } from "./kind-set.ts";
import { type RuleLines, ruleLines, workspaceLines } from "./rule-lines.ts";
import type { Because, ChallengeFrequency, Dial, Floor, Policy, Rule, RuleTarget, Subject } from "./types.ts";

/** What a rule asks, as a decision reads it, and the lines that it can leave. */
type Asking = { dial: Dial; accepted: KindSet; lines: RuleLines };

/** A rule or a floor. It accepts every kind where it says nothing of factors. */
export type IndexedRule = Asking & {
  /** Null where the rule says nothing of it, like every floor. */
  challengeFrequency: ChallengeFrequency | null;
  /** Where its line stands among those of all rules and floors. */
  place: number;
};

type ByTarget = Record<RuleTarget["kind"], ReadonlyMap<string, readonly IndexedRule[]>>;

/** A policy made ready to be looked up, so that a decision costs what its matching rules cost, and not all rules. */
export type PolicyIndex = {
  /** What the two switches for recovery codes leave. */
  permitted: KindSet;
  workspace: Asking & { challengeFrequency: ChallengeFrequency };
  rules: ByTarget;
  floors: ByTarget;
  /** The lines of all rules and floors in the order of the trace, for somebody whom none is about. */
  misses: readonly Because[];
};

// A policy is immutable, and the same object decides thousands of sign-ins.
const indexes = new WeakMap<Policy, PolicyIndex>();

/** Returns the index of a policy, made once for each policy object. */
export function indexOf(policy: Policy): PolicyIndex {
  const known = indexes.get(policy);
  if (known !== undefined) return known;
  const rules = inIdOrder(policy.rules);
  const floors = inIdOrder(policy.floors);
  const indexedRules = rules.map((rule, place) => indexed("requirement", rule, place));
  const indexedFloors = floors.map((floor, place) => indexed("floor", floor, rules.length + place));
  const index: PolicyIndex = {
    permitted: permittedBy(policy),
    workspace: {
      dial: policy.dial,
      accepted: acceptedBy(policy.factorSet),
      challengeFrequency: policy.challengeFrequency,
      lines: workspaceLines(policy),
    },
    rules: byTarget(rules, indexedRules),
    floors: byTarget(floors, indexedFloors),
    misses: [...indexedRules, ...indexedFloors].map(({ lines }) => lines.miss),
  };
  indexes.set(policy, index);
  return index;
}

/**
 * Returns those of the rules, or of the floors, that are about a subject at an application. A missing application is
 * nobody's. A rule for a user holds for service principals too: it only ever raises, so the wider reading is the
 * stricter one.
 */
export function matching(rules: ByTarget, { id, groups, roles }: Subject, applicationId: string): IndexedRule[] {
  const found: IndexedRule[] = [];
  collect(found, rules.user.get(id));
  if (applicationId !== "") collect(found, rules.application.get(applicationId));
  for (const role of roles) collect(found, rules.role.get(role));
  for (const group of groups) collect(found, rules.group.get(group));
  return found;
}

function collect(found: IndexedRule[], more: readonly IndexedRule[] | undefined): void {
  if (more === undefined) return;
  for (const rule of more) found.push(rule);
}

/** Rules and floors are stored in any order; the trace always has that of their ids. */
function inIdOrder<T extends Rule | Floor>(rules: readonly T[]): readonly T[] {
  return rules.toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

function indexed(step: "requirement" | "floor", rule: Rule | Floor, place: number): IndexedRule {
  return {
    dial: rule.dial,
    accepted: rule.factorSet === undefined ? everything : acceptedBy(rule.factorSet),
    challengeFrequency: ("challengeFrequency" in rule ? rule.challengeFrequency : undefined) ?? null,
    lines: ruleLines(step, rule),
    place,
  };
}

function byTarget(rules: readonly (Rule | Floor)[], entries: readonly IndexedRule[]): ByTarget {
  const ofKind = (kind: RuleTarget["kind"]) => {
    const byId = new Map<string, IndexedRule[]>();
    for (const [index, { target }] of rules.entries()) {
      const entry = entries[index];
      if (target.kind !== kind || entry === undefined) continue;
      byId.set(target.id, [...(byId.get(target.id) ?? []), entry]);
    }
    return byId;
  };
  return { role: ofKind("role"), group: ofKind("group"), user: ofKind("user"), application: ofKind("application") };
}
