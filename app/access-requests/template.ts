import type { Because, Effect, Reason } from "#app/engine/types.ts";
import type { CategoryId } from "#app/register/category.ts";

/** What an exception has to be so that it could lift a refusal. */
export type Template = { category: CategoryId; effect: Effect };

const enrolment = "enrollment_constraint";

/**
 * The refusals that an exception could lift. A person who has a usable factor uses it, and nobody excepts a subject that
 * is unknown, disabled or locked.
 */
export const templates = {
  MFA_REQUIRED_NO_FACTOR: { category: enrolment, effect: "waive_mfa" },
  MFA_RECOVERY_CODES_EXHAUSTED: { category: enrolment, effect: "waive_mfa" },
  MFA_GRACE_EXPIRED: { category: enrolment, effect: "defer_enrollment" },
  MFA_FACTOR_NOT_ALLOWED: { category: "accessibility", effect: "allow_factors" },
  LEGACY_PROTOCOL_REFUSED: { category: "legacy_or_service_account", effect: "allow_legacy_protocol" },
} as const satisfies Partial<Record<Reason, Template>>;
export type RequestableReason = keyof typeof templates;

export const requestableReasons = Object.keys(templates) as RequestableReason[]; // the keys are the type

/** Whether somebody may ask for an exception after this refusal: a floor is lowered by none. */
export function isRequestable(reason: string, because: readonly Pick<Because, "step" | "hit">[]): boolean {
  const isLiftable = (requestableReasons as readonly string[]).includes(reason);
  return isLiftable && !because.some(({ step, hit }) => step === "floor" && hit);
}
