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

/** What happens when a review stays unanswered. */
export const silences = ["remind", "suspend", "revoke"] as const;
export type Silence = (typeof silences)[number];

/** A part that every exception of the category must carry before it can be submitted. */
export type RequiredPart = { key: string; label: string; hint: string };

/** One kind of exception with its limits. Days are calendar days in the workspace's time zone. */
export type Category = {
  id: CategoryId;
  label: string;
  summary: string;
  defaultTermDays: number;
  mostTermDays: number;
  /** The total since first activation; null where a long-lived exception is legitimate. */
  lifetimeDays: number | null;
  /** By rating, so that the riskier is looked at more often. */
  reviewEveryDays: { low: number; moderate: number; high: number; critical: number };
  /** When the first review comes sooner than the rest. */
  firstReviewDays: number | null;
  silence: Silence;
  mustCarry: readonly RequiredPart[];
  /** The reason is shown to approvers only. */
  reasonIsPrivate: boolean;
};

const every = (days: number) => ({ low: days, moderate: days, high: days, critical: days });

/** The seven kinds of exception as shipped; each workspace keeps its own copy and may edit it. */
export const categoryPack: readonly Category[] = [
  {
    id: "break_glass",
    label: "Break-glass account",
    summary: "An account for emergencies, when the identity provider is out of reach.",
    defaultTermDays: 180,
    mostTermDays: 365,
    lifetimeDays: null,
    reviewEveryDays: every(30),
    firstReviewDays: null,
    silence: "remind",
    mustCarry: [
      { key: "first_custodian", label: "First custodian", hint: "Who holds the first half of the secret" },
      { key: "second_custodian", label: "Second custodian", hint: "Someone else, in another team" },
      { key: "storage_reference", label: "Storage reference", hint: "Where the sealed secret lies; never the secret" },
      { key: "last_rotation", label: "Last rotation", hint: "Date of the last rotation, at most 90 days ago" },
      { key: "last_drill", label: "Last drill", hint: "Date of the last drill, at most a quarter ago" },
    ],
    reasonIsPrivate: false,
  },
  {
    id: "administrative_exclusion",
    label: "Administrative exclusion",
    summary: "A short allowance while a change of policy would disrupt service.",
    defaultTermDays: 7,
    mostTermDays: 14,
    lifetimeDays: 30,
    reviewEveryDays: every(7),
    firstReviewDays: null,
    silence: "suspend",
    mustCarry: [{ key: "change_reference", label: "Change reference", hint: "The change that needs it, as CHG-1234" }],
    reasonIsPrivate: false,
  },
  {
    id: "legacy_or_service_account",
    label: "Legacy or service account",
    summary: "A client that cannot show a prompt, until it is replaced.",
    defaultTermDays: 90,
    mostTermDays: 180,
    lifetimeDays: 730,
    reviewEveryDays: { low: 90, moderate: 60, high: 30, critical: 30 },
    firstReviewDays: null,
    silence: "suspend",
    mustCarry: [{ key: "exit_plan", label: "Exit plan", hint: "What replaces it, in dated steps" }],
    reasonIsPrivate: false,
  },
  {
    id: "enrollment_constraint",
    label: "Enrolment constraint",
    summary: "Someone who cannot enrol yet: a lost device, a key in the post.",
    defaultTermDays: 14,
    mostTermDays: 30,
    lifetimeDays: 60,
    reviewEveryDays: every(7),
    firstReviewDays: null,
    silence: "revoke",
    mustCarry: [
      { key: "missing_item", label: "What is missing", hint: "The device, key or token that has to arrive" },
      { key: "arrives_on", label: "When it arrives", hint: "The expected date" },
    ],
    reasonIsPrivate: false,
  },
  {
    id: "accessibility",
    label: "Accessibility",
    summary: "Another strong factor for someone who cannot use the standard one.",
    defaultTermDays: 180,
    mostTermDays: 365,
    lifetimeDays: null,
    reviewEveryDays: every(90),
    firstReviewDays: 30,
    silence: "remind",
    mustCarry: [{ key: "alternative_factor", label: "Alternative strong factor", hint: "What they use instead" }],
    reasonIsPrivate: true,
  },
  {
    id: "federated_partner",
    label: "Federated partner",
    summary: "An outside identity whose provider does not send the claims we need yet.",
    defaultTermDays: 90,
    mostTermDays: 180,
    lifetimeDays: 365,
    reviewEveryDays: every(30),
    firstReviewDays: null,
    silence: "suspend",
    mustCarry: [
      { key: "partner_contact", label: "Partner contact", hint: "Who is responsible on their side" },
      { key: "remediation_plan", label: "Remediation plan", hint: "What they will change, and by when" },
    ],
    reasonIsPrivate: false,
  },
  {
    id: "incident_or_test",
    label: "Incident or test",
    summary: "A bypass during containment, recovery or an exercise.",
    defaultTermDays: 1,
    mostTermDays: 7,
    lifetimeDays: 14,
    reviewEveryDays: every(1),
    firstReviewDays: null,
    silence: "revoke",
    mustCarry: [
      { key: "incident_reference", label: "Incident or test reference", hint: "The ticket or plan, as INC-1234" },
    ],
    reasonIsPrivate: false,
  },
];
