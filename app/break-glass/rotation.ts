import type { Instant } from "#app/engine/types.ts";
import { reviewAfter } from "#app/register/cadence.ts";

export const secretKinds = ["user", "service_principal"] as const;
/** Whose secret it is: an account for emergencies, or a service principal that an exception names. */
export type SecretKind = (typeof secretKinds)[number];

export const rotationCauses = ["interval", "use", "drill", "custodian_changed", "suspicion", "other"] as const;
/** Why a secret was replaced. */
export type RotationCause = (typeof rotationCauses)[number];

export const rotationOutcomes = ["rotated", "failed"] as const;
export type RotationOutcome = (typeof rotationOutcomes)[number];

export const attestations = ["confirmed", "refused"] as const;
/** What the second person says of it. */
export type Attestation = (typeof attestations)[number];

/** One replacement of a secret. It counts from `rotatedAt`, once somebody else has confirmed it. */
export type Rotation = {
  id: string;
  subjectKind: SecretKind;
  subjectId: string;
  cause: RotationCause;
  operatorId: string;
  rotatedAt: Instant;
  outcome: RotationOutcome;
  reference: string;
  note: string;
  recordedAt: Instant;
  attestorId: string | null;
  attestedAt: Instant | null;
  attestation: Attestation | null;
  attestationNote: string | null;
};

/** When a secret has to be replaced, and why then. */
export type RotationDue = { at: Instant; because: "interval" | "use" };

type Known = {
  /** Null where only use makes it due. */
  everyDays: number | null;
  /** The last rotation that was confirmed, or since when it has been in use without one. */
  since: Instant;
  /** The first sign-in after that. */
  usedAt: Instant | null;
  timeZone: string;
};

/** Returns when a secret is due: at once after a sign-in, else so many calendar days after it was replaced. */
export function rotationDue({ everyDays, since, usedAt, timeZone }: Known): RotationDue | null {
  const byInterval = everyDays === null ? null : reviewAfter(since, everyDays, timeZone);
  if (usedAt !== null && (byInterval === null || usedAt < byInterval)) return { at: usedAt, because: "use" };
  return byInterval === null ? null : { at: byInterval, because: "interval" };
}

/** A step of telling about a rotation, in calendar days after it was due; before that they are negative. */
export type RotationStep = (typeof rotationSteps)[number];

export const rotationSteps = [-14, -7, -1, 0, 1, 7, 30] as const;

/** Returns the steps that have been reached, the nearest last. What use makes due has no days before it. */
export function stepsReached({ at, because }: RotationDue, timeZone: string, now: Instant): RotationStep[] {
  const steps = because === "use" ? rotationSteps.filter((step) => step >= 0) : rotationSteps;
  return steps.filter((step) => (step === 0 ? at : reviewAfter(at, step, timeZone)) <= now);
}

/** From a day after it was due on, those are told who can do something about its keepers. */
export function isEscalated(step: RotationStep): boolean {
  return step > 0;
}
