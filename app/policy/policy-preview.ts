import { evaluate } from "#app/engine/evaluate.ts";
import type {
  Decision,
  EnrolledFactor,
  FactorKind,
  Instant,
  Outcome,
  Policy,
  Reason,
  Subject,
} from "#app/engine/types.ts";
import { shownInstant } from "#app/mail/shown-instant.ts";
import { factorLabels } from "#app/register/describe.ts";

const hour = 3_600_000;
const day = 24 * hour;

type Person = {
  who: string;
  /** How long ago they signed in for the first time; null for somebody who never has. */
  here: number | null;
  factors?: readonly FactorKind[];
  roles?: readonly string[];
  isServicePrincipal?: true;
};

const people: readonly Person[] = [
  { who: "New, signs in for the first time", here: null },
  { who: "Here for an hour, no factor", here: hour },
  { who: "Here for two months, no factor", here: 60 * day },
  { who: "Has an authenticator app", here: 60 * day, factors: ["totp"] },
  { who: "Has a passkey", here: 60 * day, factors: ["passkey"] },
  { who: "Has recovery codes only", here: 60 * day, factors: ["recovery_code"] },
  { who: "Owner here for an hour, no factor", here: hour, roles: ["owner"] },
  { who: "Service principal", here: null, isServicePrincipal: true },
];

/** What somebody meets who has just shown their password. */
export type Met = { outcome: Outcome; reason: Reason; text: string };
export type PreviewRow = { who: string; before: Met; after: Met };

/** Says what each kind of user meets at their next sign-in under two policies, without rules of groups or applications. */
export function previewOf(before: Policy, after: Policy, now: Instant): PreviewRow[] {
  return people.map((person) => ({
    who: person.who,
    before: meet(person, before, now),
    after: meet(person, after, now),
  }));
}

function meet(person: Person, policy: Policy, now: Instant): Met {
  const subject = subjectOf(person, now);
  const decision = afterPassword(subject, policy, now);
  return { outcome: decision.outcome, reason: decision.reason, text: textOf(decision, subject) };
}

/** Decides the sign-in of somebody who has shown their password on a new device, at no application in particular. */
function afterPassword(subject: Subject, policy: Policy, now: Instant): Decision {
  return evaluate(
    {
      subject,
      applicationId: "",
      completed: [{ method: "password", completedAt: now, userVerified: false }],
      client: { ip: null, device: "unknown", isKnownDevice: false, protocol: "modern", country: null },
      now,
    },
    policy,
    [],
  );
}

/** How many people meet an outcome under two policies. */
export type MetCount = { outcome: Outcome; before: number; after: number };
export type Affected = {
  people: number;
  /** Whether there are more people than were looked at. */
  isSample: boolean;
  counts: MetCount[];
  /** How many are let in by their password under the second policy and not under the first. */
  newlyLetIn: number;
};

/** Counts what people meet under two policies, exceptions and rules of applications aside. */
export function countMet(
  subjects: readonly Subject[],
  { before, after, now }: { before: Policy; after: Policy; now: Instant },
): Omit<Affected, "isSample"> {
  const met = subjects
    .filter(({ disabledAt }) => disabledAt === null)
    .map((subject) => [before, after].map((policy) => afterPassword(subject, policy, now).outcome));
  const shown: readonly Outcome[] = ["allow", "challenge", "enroll", "deny"];
  return {
    people: met.length,
    counts: shown.map((outcome) => ({
      outcome,
      before: met.filter(([was]) => was === outcome).length,
      after: met.filter(([, is]) => is === outcome).length,
    })),
    newlyLetIn: met.filter(([was, is]) => was !== "allow" && is === "allow").length,
  };
}

function subjectOf({ here, factors = [], roles = [], isServicePrincipal }: Person, now: Instant): Subject {
  const ago = (ms: number) => new Date(Date.parse(now) - ms).toISOString();
  return {
    kind: isServicePrincipal ? "service_principal" : "user",
    id: "",
    createdAt: ago(here ?? 0),
    disabledAt: null,
    lockedUntil: null,
    firstSignInAt: here === null ? null : ago(here),
    groups: [],
    roles,
    factors: factors.map(
      (kind): EnrolledFactor => ({ id: kind, kind, remaining: kind === "recovery_code" ? 10 : null }),
    ),
  };
}

function textOf({ outcome, grace, acceptableFactors }: Decision, { factors }: Subject): string {
  const until = grace && shownInstant(grace.endsAt);
  const held = acceptableFactors.filter((kind) => factors.some((factor) => factor.kind === kind));
  switch (outcome) {
    case "allow":
      return until ? `With a password; time to enrol until ${until}` : "With a password alone";
    case "challenge":
      return `By ${listed(held)}${until ? `; time to enrol another until ${until}` : ""}`;
    case "enroll":
      return `One of ${listed(acceptableFactors)}`;
    case "deny":
      return "It cannot be asked, and has no exception";
    default:
      return outcome satisfies never;
  }
}

function listed(kinds: readonly FactorKind[]): string {
  return kinds.map((kind) => factorLabels[kind].toLowerCase()).join(", ");
}
