import fc from "fast-check";
import type { CommandInput } from "#app/register/command-schemas.ts";
import { reviewOutcomes } from "#app/register/command-schemas.ts";
import { type Command, commands } from "#app/register/lifecycle.ts";
import { cast, clockPerson } from "./cast.ts";
import { may, type Someone } from "./may.ts";
import { type Asked, day, hour, type NaiveRecord, situationOf } from "./record.ts";

export const start = Date.parse("2026-11-10T12:00:00.000Z");

const names = cast.map(({ id }) => id);
const name = fc.constantFrom(...names);
const score = fc.constantFrom(1, 2, 3, 4, 5) as fc.Arbitrary<1 | 2 | 3 | 4 | 5>;
const risk = fc.record({ likelihood: score, impact: score }, { noNullPrototype: true });

/** A complete draft, within the term that its category allows. */
const asked: fc.Arbitrary<Asked> = fc
  .record({
    category: fc.constantFrom("legacy_or_service_account", "enrollment_constraint", "incident_or_test"),
    users: fc.uniqueArray(name, { minLength: 1, maxLength: 2 }),
    hasGroup: fc.boolean(),
    beneficiary: fc.option(name, { nil: null }),
    owner: name,
    startsIn: fc.constantFrom(0, 0, 0, 1),
    days: fc.integer({ min: 1, max: 7 }),
    reason: fc.constantFrom("It speaks nothing but IMAP until January.", "The key is in the post until Thursday."),
  })
  .map(({ startsIn, days, ...rest }) => {
    const startsAt = start + startsIn * day;
    return { ...rest, startsAt, endsAt: startsAt + days * day };
  });

/** What requestors rewrite their drafts to; a handful is enough, and drawing them anew each time would cost the most. */
const rewritten = fc.sample(asked, { numRuns: 30, seed: 4 });
const rated = fc.sample(risk, { numRuns: 40, seed: 4 });

/** One thing that somebody tries; what is open is settled when it is known how the record stands. */
const attempt = fc.record({
  kind: fc.constantFrom("sensible", "sensible", "sensible", "sensible", "any", "any", "edit", "stale"),
  wish: fc.nat(10_000),
  tried: fc.nat(10_000),
  who: fc.constantFrom(...cast, clockPerson),
  command: fc.constantFrom(...commands),
  pause: fc.constantFrom(0, 0, 0, 0, 0, 1, 1, 20, 40),
  tiredness: fc.constantFrom(0, 0, 0, 0, 0, 0, 0, 15, 16, 600),
  inherent: fc.constantFrom(...rated),
  residual: fc.constantFrom(...rated),
  passed: fc.boolean(),
  outcome: fc.constantFrom(...reviewOutcomes),
  shift: fc.constantFrom(null, null, -30, -2, -1, 1, 2, 5, 20),
  comment: fc.constantFrom("", "So be it"),
  asked: fc.constantFrom(...rewritten),
});
export type Attempt = typeof attempt extends fc.Arbitrary<infer T> ? T : never;

export type History = { asked: Asked; requestor: Someone; attempts: Attempt[] };

export const histories: fc.Arbitrary<History> = fc.record({
  asked,
  requestor: fc.constantFrom(...cast.filter(({ id }) => id !== "audrey")),
  attempts: fc.array(attempt, { minLength: 1, maxLength: 50, size: "max" }),
});

/** Whoever tries it, as sure of themselves as their last factor makes them. */
const tired = (someone: Someone, minutes: number): Someone =>
  someone.isClock ? someone : { ...someone, minutesSinceFactor: minutes };

/** Settles who tries which command: anybody anything, or one of those that the rules allow. */
export function settle(record: NaiveRecord, attempt: Attempt, now: number): { someone: Someone; input: CommandInput } {
  const { kind, wish, who, command } = attempt;
  const pairs = kind === "any" ? [] : allowedPairs(record, attempt, now);
  const chosen = pairs[wish % Math.max(1, pairs.length)] ?? { person: who, command };
  const input = inputOf(record, attempt, chosen.command, now);
  const version = kind === "stale" ? record.version - 1 : record.version;
  return { someone: tired(chosen.person, attempt.tiredness), input: { ...input, version } };
}

/** Commands first, so that one that few may give is as likely as one that everybody may. */
function allowedPairs(record: NaiveRecord, attempt: Attempt, now: number) {
  const situation = situationOf(record, now);
  const open = commands
    .filter((command) => !ending.includes(command) || attempt.wish % 7 === 0)
    .map((command) => cast.filter((person) => may(situation, command, person)).map((person) => ({ person, command })))
    .filter((pairs) => pairs.length > 0);
  return open[attempt.tried % Math.max(1, open.length)] ?? [];
}

/** After these little happens, so that they are not tried at every turn. */
const ending: readonly Command[] = ["reject", "withdraw", "revoke", "close", "lapse", "request_changes"];

function inputOf(record: NaiveRecord, attempt: Attempt, command: Command, now: number): CommandInput {
  const { inherent, residual, passed, outcome, shift, comment } = attempt;
  const version = record.version;
  const at = (milliseconds: number) => new Date(milliseconds).toISOString();
  const end = record.extension?.endsAt ?? record.endsAt;
  switch (command) {
    case "assess":
      return { command, version, inherent, residual, comment: "Looked at it" } as CommandInput; // what else there is to say is optional
    case "approve":
      return { command, version, comment, ...(shift !== null && { ends_at: at(end + shift * hour) }) };
    case "review":
      return { command, version, outcome, comment: "Seen", ...(shift !== null && { ends_at: at(now + shift * hour) }) };
    case "request_extension":
      return { command, version, ends_at: at(record.endsAt + (shift ?? 100) * day), comment: "Late" };
    case "validate":
      return { command, version, result: passed ? "passed" : "failed", comment: "Tried it" };
    case "report_progress":
      return { command, version, milestone: "Connector bought", is_done: passed, comment };
    default:
      return { ...plain, command, version, comment: "So be it" } as CommandInput; // each takes what it knows
  }
}

/** What the remaining commands carry. */
const plain = {
  change_reference: "CHG-1",
  where: "Identity provider",
  what: "An exclusion",
  cause: "other",
  evidence: "CHG-2",
  replaced_by: "Nothing",
  would_have_avoided: "Asking sooner",
};
