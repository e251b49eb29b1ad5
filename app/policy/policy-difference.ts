import { acceptedBy } from "#app/engine/factor-sets.ts";
import { challengeFrequencies, dials, type RuleTarget } from "#app/engine/types.ts";
import type { PolicyContent } from "./policy-content.ts";
import {
  isAtLeast,
  nothingAsked,
  type Strength,
  strengthAt,
  strengthOfFloor,
  strengthOfRule,
} from "./policy-strength.ts";
import {
  askedText,
  dialTexts,
  factorSetTexts,
  frequencyTexts,
  graceText,
  type Names,
  switchTexts,
  targetText,
  timingTexts,
} from "./policy-texts.ts";

export const directions = ["tightens", "weakens", "neutral"] as const;
/** Where a change leads: `weakens` wherever some sign-in might be let in that was not before. */
export type Direction = (typeof directions)[number];

/** One thing that differs between two policies, in words; what was not there is null. */
export type PolicyChange = {
  what: string;
  before: string | null;
  after: string | null;
  direction: Direction;
  /** Why it counts as weakening, where that is not plain. */
  note: string | null;
};

type Compared = { before: PolicyContent; after: PolicyContent; forcesReenrollment: boolean; names?: Names };

/**
 * Lists what differs between two policies. Where nothing in the list weakens, no sign-in is let in under the second
 * that is not let in under the first.
 */
export function differenceOf({ before, after, forcesReenrollment, names = {} }: Compared): PolicyChange[] {
  return [
    ...settingChanges(before, after),
    ...entryChanges("Rule", { before, after, names, entries: (content) => content.rules, strengthOf: strengthOfRule }),
    ...entryChanges("Floor", {
      before,
      after,
      names,
      entries: (content) => content.floors,
      strengthOf: strengthOfFloor,
    }),
    ...(forcesReenrollment ? [reenrollment(after)] : []),
  ];
}

export function weakens(changes: readonly PolicyChange[]): boolean {
  return changes.some(({ direction }) => direction === "weakens");
}

const orderOf = (before: number, after: number): Direction => {
  if (before === after) return "neutral";
  return after > before ? "tightens" : "weakens";
};

const onOff = (isOn: boolean) => (isOn ? "Yes" : "No");

function settingChanges(before: PolicyContent, after: PolicyContent): PolicyChange[] {
  const compare = <K extends keyof PolicyContent>(
    key: K,
    what: string,
    text: (value: PolicyContent[K]) => string,
    judge: (from: PolicyContent[K], to: PolicyContent[K]) => Direction,
    note: string | null = null,
  ): PolicyChange[] => {
    if (before[key] === after[key]) return [];
    const direction = judge(before[key], after[key]);
    return [{ what, before: text(before[key]), after: text(after[key]), direction, note }];
  };
  return [
    ...compare(
      "dial",
      "Who has to use MFA",
      (dial) => dialTexts[dial].label,
      (from, to) => orderOf(dials.indexOf(from), dials.indexOf(to)),
    ),
    ...compare(
      "enrollmentTiming",
      "When people have to enrol",
      (timing) => timingTexts[timing].label,
      // The other two differ in what people are told; neither gives time to those who were here before.
      (from, to) => orderOf(Number(from !== "within_grace_period"), Number(to !== "within_grace_period")),
    ),
    ...compare("graceHours", "Grace", graceText, (from, to) => orderOf(to, from)),
    ...compare("factorSet", "Factors that count", (set) => factorSetTexts[set].label, factorSetDirection),
    ...compare(
      "recoveryCodesAllowed",
      switchTexts.recoveryCodesAllowed.label,
      onOff,
      () => "weakens",
      after.recoveryCodesAllowed
        ? null
        : "People with nothing but codes would sign in with a password alone for as long as they have time to enrol.",
    ),
    ...compare("codesCountAsEnrollment", switchTexts.codesCountAsEnrollment.label, onOff, (from, to) =>
      orderOf(Number(to), Number(from)),
    ),
    ...compare(
      "challengeFrequency",
      "How often people are asked",
      (frequency) => frequencyTexts[frequency].label,
      (from, to) => orderOf(challengeFrequencies.indexOf(from), challengeFrequencies.indexOf(to)),
    ),
  ];
}

function factorSetDirection(from: PolicyContent["factorSet"], to: PolicyContent["factorSet"]): Direction {
  return (acceptedBy(to) & ~acceptedBy(from)) === 0 ? "tightens" : "weakens";
}

/** Time to enrol begins anew for everyone, which lets in people whose time was over. */
function reenrollment({ graceHours }: PolicyContent): PolicyChange {
  const isGivingTime = graceHours > 0;
  return {
    what: "Force re-enrolment",
    before: null,
    after: isGivingTime
      ? `Grace of ${graceText(graceHours).toLowerCase()} begins anew for everyone`
      : "No grace is given",
    direction: isGivingTime ? "weakens" : "neutral",
    note: isGivingTime ? "People whose grace is over could sign in without a factor again until it ends." : null,
  };
}

type Entry = PolicyContent["rules"][number];
type Entries<E extends Entry> = {
  before: PolicyContent;
  after: PolicyContent;
  names: Names;
  entries: (content: PolicyContent) => readonly E[];
  strengthOf: (entry: E) => Strength;
};

/** Compares rules or floors by their ids. */
function entryChanges<E extends Entry>(
  label: "Rule" | "Floor",
  { before, after, names, entries, strengthOf }: Entries<E>,
): PolicyChange[] {
  const [old, current] = [entries(before), entries(after)];
  const ids = [...new Set([...old, ...current].map(({ id }) => id))];
  return ids.flatMap((id) => {
    const was = old.find((entry) => entry.id === id);
    const is = current.find((entry) => entry.id === id);
    const isMoved = was && is && targetText(was.target, {}) !== targetText(is.target, {});
    const text = (entry: E | undefined) =>
      entry ? `${isMoved ? `${targetText(entry.target, names)}: ` : ""}${askedText(entry)}` : null;
    if (!isMoved && text(was) === text(is)) return [];
    const shown = is ?? was;
    const strength = (entry: E | undefined, target: RuleTarget) =>
      entry && targetText(entry.target, {}) === targetText(target, {}) ? strengthOf(entry) : nothingAsked;
    const targets = [was, is].flatMap((entry) => (entry ? [entry.target] : []));
    return [
      {
        what: `${label} for ${shown ? targetText(shown.target, names) : id}`,
        before: text(was),
        after: text(is),
        direction: entryDirection(targets, (target) => ({
          own: [strength(was, target), strength(is, target)],
          all: [strengthAt(before, target), strengthAt(after, target)],
        })),
        note: null,
      },
    ];
  });
}

type Pair = readonly [before: Strength, after: Strength];

/**
 * An entry weakens where it asks for less of a target, and what else is asked of that target does not make up for it.
 * What the default asks less is a change of its own.
 */
function entryDirection(
  targets: readonly RuleTarget[],
  at: (target: RuleTarget) => { own: Pair; all: Pair },
): Direction {
  const pairs = targets.map(at);
  const lowers = ([before, after]: Pair) => !isAtLeast(after, before);
  const raises = ([before, after]: Pair) => !isAtLeast(before, after);
  if (pairs.some(({ own, all }) => lowers(own) && lowers(all))) return "weakens";
  return pairs.some(({ own, all }) => raises(own) && raises(all)) ? "tightens" : "neutral";
}
