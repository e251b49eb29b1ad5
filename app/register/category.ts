import type { Rating } from "./risk.ts";
import type { ApproverGroup } from "./roles.ts";

export const categoryIds = [
  "break_glass",
  "administrative_exclusion",
  "legacy_or_service_account",
  "enrollment_constraint",
  "accessibility",
  "federated_partner",
  "incident_or_test",
] as const;
export type CategoryId = (typeof categoryIds)[number];

/** What happens when a review stays unanswered, from the mildest to the strictest. */
export const silences = ["remind", "suspend", "revoke"] as const;
export type Silence = (typeof silences)[number];

/** A part that exceptions of the category have a field for; a required one must be filled before submission. */
export type CategoryPart = { key: string; label: string; hint: string; isRequired: boolean };

/** One body that has to agree, and how many of its people. */
export type Stage = { group: ApproverGroup; minimum: number };

/** One kind of exception with its limits. Days are calendar days in the workspace's time zone. */
export type Category = {
  id: CategoryId;
  /** Counts every change; versions are immutable, and a record keeps to the one that it was submitted under. */
  version: number;
  label: string;
  summary: string;
  /** Whether new exceptions of the kind may be filed. */
  isEnabled: boolean;
  defaultTermDays: number;
  mostTermDays: number;
  /** The total since first activation; null where a long-lived exception is legitimate. */
  lifetimeDays: number | null;
  /** The most that one extension adds. */
  extensionDays: number;
  /** Null where only the lifetime limits how often. */
  mostExtensions: number | null;
  /** Who has to agree, by residual rating: every stage is needed, and everyone in them is a different person. */
  stages: Record<Rating, readonly Stage[]>;
  /** By rating, so that the riskier is looked at more often. */
  reviewEveryDays: Record<Rating, number>;
  /** When the first review comes sooner than the rest. */
  firstReviewDays: number | null;
  silence: Silence;
  /** How long a review may be overdue before the consequence; people are reminded at once and warned half-way. */
  graceDays: number;
  /** After how long without use it is called dormant; null where lying idle is what it is for. */
  dormantAfterDays: number | null;
  /** How often the secrets that rest on it are replaced; null where there are none. */
  rotateEveryDays: number | null;
  mustCarry: readonly CategoryPart[];
  /** The reason is shown to approvers only. */
  reasonIsPrivate: boolean;
};

const every = (days: number) => ({ low: days, moderate: days, high: days, critical: days });

const must = (key: string, label: string, hint: string): CategoryPart => ({ key, label, hint, isRequired: true });

const byRating: Category["stages"] = {
  low: [{ group: "identity", minimum: 1 }],
  moderate: [{ group: "identity", minimum: 1 }],
  high: [
    { group: "identity", minimum: 1 },
    { group: "risk", minimum: 1 },
  ],
  critical: [
    { group: "identity", minimum: 1 },
    { group: "risk", minimum: 1 },
    { group: "security_leadership", minimum: 1 },
  ],
};

const shipped = { version: 1, isEnabled: true, stages: byRating, rotateEveryDays: null };

/** The seven kinds of exception as shipped; each workspace keeps its own copy, which admins edit. */
export const categoryPack: readonly Category[] = [
  {
    ...shipped,
    id: "break_glass",
    label: "Break-glass account",
    summary: "An account for emergencies, when the identity provider is out of reach.",
    defaultTermDays: 180,
    mostTermDays: 365,
    lifetimeDays: null,
    extensionDays: 180,
    mostExtensions: null,
    reviewEveryDays: every(30),
    firstReviewDays: null,
    silence: "remind",
    graceDays: 7,
    dormantAfterDays: null,
    rotateEveryDays: 90,
    mustCarry: [
      must("first_custodian", "First custodian", "Who holds the first half of the secret"),
      must("second_custodian", "Second custodian", "Someone else, in another team"),
      must("storage_reference", "Storage reference", "Where the sealed secret lies; never the secret"),
      must("last_rotation", "Last rotation", "Date of the last rotation, at most 90 days ago"),
      must("last_drill", "Last drill", "Date of the last drill, at most a quarter ago"),
    ],
    reasonIsPrivate: false,
  },
  {
    ...shipped,
    id: "administrative_exclusion",
    label: "Administrative exclusion",
    summary: "A short allowance while a change of policy would disrupt service.",
    defaultTermDays: 7,
    mostTermDays: 14,
    lifetimeDays: 30,
    extensionDays: 7,
    mostExtensions: 3,
    reviewEveryDays: every(7),
    firstReviewDays: null,
    silence: "suspend",
    graceDays: 2,
    dormantAfterDays: 7,
    mustCarry: [must("change_reference", "Change reference", "The change that needs it, as CHG-1234")],
    reasonIsPrivate: false,
  },
  {
    ...shipped,
    id: "legacy_or_service_account",
    label: "Legacy or service account",
    summary: "A client that cannot show a prompt, until it is replaced.",
    defaultTermDays: 90,
    mostTermDays: 180,
    lifetimeDays: 730,
    extensionDays: 90,
    mostExtensions: 6,
    reviewEveryDays: { low: 90, moderate: 60, high: 30, critical: 30 },
    firstReviewDays: null,
    silence: "suspend",
    graceDays: 14,
    dormantAfterDays: 30,
    rotateEveryDays: 90,
    mustCarry: [must("exit_plan", "Exit plan", "What replaces it, in dated steps")],
    reasonIsPrivate: false,
  },
  {
    ...shipped,
    id: "enrollment_constraint",
    label: "Enrolment constraint",
    summary: "Someone who cannot enrol yet: a lost device, a key in the post.",
    defaultTermDays: 14,
    mostTermDays: 30,
    lifetimeDays: 60,
    extensionDays: 14,
    mostExtensions: 2,
    reviewEveryDays: every(7),
    firstReviewDays: null,
    silence: "revoke",
    graceDays: 3,
    dormantAfterDays: 14,
    mustCarry: [
      must("missing_item", "What is missing", "The device, key or token that has to arrive"),
      must("arrives_on", "When it arrives", "The expected date"),
    ],
    reasonIsPrivate: false,
  },
  {
    ...shipped,
    id: "accessibility",
    label: "Accessibility",
    summary: "Another strong factor for someone who cannot use the standard one.",
    defaultTermDays: 180,
    mostTermDays: 365,
    lifetimeDays: null,
    extensionDays: 180,
    mostExtensions: null,
    reviewEveryDays: every(90),
    firstReviewDays: 30,
    silence: "remind",
    graceDays: 14,
    dormantAfterDays: 90,
    mustCarry: [must("alternative_factor", "Alternative strong factor", "What they use instead")],
    reasonIsPrivate: true,
  },
  {
    ...shipped,
    id: "federated_partner",
    label: "Federated partner",
    summary: "An outside identity whose provider does not send the claims we need yet.",
    defaultTermDays: 90,
    mostTermDays: 180,
    lifetimeDays: 365,
    extensionDays: 90,
    mostExtensions: 2,
    reviewEveryDays: every(30),
    firstReviewDays: null,
    silence: "suspend",
    graceDays: 7,
    dormantAfterDays: 30,
    mustCarry: [
      must("partner_contact", "Partner contact", "Who is responsible on their side"),
      must("remediation_plan", "Remediation plan", "What they will change, and by when"),
    ],
    reasonIsPrivate: false,
  },
  {
    ...shipped,
    id: "incident_or_test",
    label: "Incident or test",
    summary: "A bypass during containment, recovery or an exercise.",
    defaultTermDays: 1,
    mostTermDays: 7,
    lifetimeDays: 14,
    extensionDays: 3,
    mostExtensions: 3,
    reviewEveryDays: every(1),
    firstReviewDays: null,
    silence: "revoke",
    graceDays: 1,
    dormantAfterDays: 3,
    mustCarry: [must("incident_reference", "Incident or test reference", "The ticket or plan, as INC-1234")],
    reasonIsPrivate: false,
  },
];
