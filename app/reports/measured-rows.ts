import type { RotationDue } from "#app/break-glass/rotation.ts";
import type { ExceptionState, Instant, Reason } from "#app/engine/types.ts";

/** A row may stand for many that no figure can tell apart. */
type Weighted = { id: string; weight?: number };

/** What the figures look at of one record. */
export type MeasuredRecord = Weighted & {
  state: ExceptionState;
  category: string;
  rating: string | null;
  ownerId: string | null;
  startsAt: Instant;
  endsAt: Instant;
  submittedAt: Instant | null;
  activatedAt: Instant | null;
  endedAt: Instant | null;
  updatedAt: Instant;
  waitingSince: Instant | null;
  nextReviewAt: Instant | null;
  controlCount: number;
  extensionCount: number;
  /** When it was decided on, before it was in force: by its last approval, or by a refusal. */
  decidedAt: Instant | null;
  /** Whether a sign-in has rested on it. */
  isUsed: boolean;
};

/** A review that came due and was answered, or left to its consequence. */
export type MeasuredReview = Weighted & {
  exceptionId: string;
  dueAt: Instant;
  /** When it was first answered; null where nobody did. */
  answeredAt: Instant | null;
  isInTime: boolean;
};

/** How somebody proves that it is them beside the password: the strongest that they have. */
export type StrongestMethod = "phishing_resistant" | "otp" | "codes";

/** What the figures look at of one person; it holds no name. */
export type MeasuredPerson = Weighted & {
  isEnabled: boolean;
  isPrivileged: boolean;
  /** Null where they have nothing that could be used. */
  method: StrongestMethod | null;
  /** Whether the policy asks MFA of them and they have nothing that it accepts. */
  lacksFactor: boolean;
  /** Whether an exception in force lets them in without MFA. */
  isExempt: boolean;
  graceStartsAt: Instant | null;
  graceEndsAt: Instant | null;
  /** When they came: their first sign-in, or when they were added where a factor came before it. */
  joinedAt: Instant;
  /** When they had their first factor. */
  enrolledAt: Instant | null;
  department: string | null;
};

/** By what a sign-in was let in: the strongest method that it completed beside the password, or none, with an exception or without. */
export const signInMethods = ["phishing_resistant", "otp", "codes", "exempt", "none"] as const;
export type SignInMethod = (typeof signInMethods)[number];

/** The sign-ins of a day that were answered for one reason, and by one method; its weight is their number. */
export type MeasuredSignIns = Weighted & {
  reason: Reason;
  isAllowed: boolean;
  /** Null for those that were not let in, and where it is not known. */
  method: SignInMethod | null;
};

/** A secret that had to be replaced by an instant. */
export type MeasuredRotation = Weighted & {
  subjectKind: "user" | "service_principal";
  subjectId: string;
  dueAt: Instant;
  because: RotationDue["because"];
  /** The confirmed rotation that answered it. */
  doneAt: Instant | null;
};

/** A drill that an account had to have in a quarter. */
export type MeasuredDrill = Weighted & {
  userId: string;
  quarter: string;
  /** The end of the quarter. */
  dueAt: Instant;
  doneAt: Instant | null;
  drillId: string | null;
};

/** The kinds of rows that figures are made of. */
export type RowKinds = {
  exceptions: MeasuredRecord;
  reviews: MeasuredReview;
  people: MeasuredPerson;
  sign_ins: MeasuredSignIns;
  rotations: MeasuredRotation;
  drills: MeasuredDrill;
};
export type RowKind = keyof RowKinds;

/** The rows of a day by their kind; a kind of which nothing is known is left out. */
export type Rows = { [K in RowKind]?: readonly RowKinds[K][] };
