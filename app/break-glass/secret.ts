import type { Instant } from "#app/engine/types.ts";
import { isAdmin, mayChange, type RegisterRole } from "#app/register/roles.ts";
import type { SecretKind } from "./rotation.ts";

/** A secret that exceptions rest on: of an account for emergencies, or of a service principal that records name. */
export type Secret = {
  kind: SecretKind;
  /** Of the account or the service principal. */
  id: string;
  /** How often it is replaced; null where only use makes it due. */
  everyDays: number | null;
  /** Since when it has been in use, where nobody has replaced it since. */
  since: Instant;
  /** Who answers for it: the custodians of an account, the owners of the records. */
  keepers: readonly string[];
  records: readonly { id: string; title: string; ownerId: string | null }[];
};

type Person = { userId: string; roles: readonly RegisterRole[] };

export const rotationRefusals = {
  auditor: { status: 403, message: "Auditors read everything and change nothing." },
  account_itself: {
    status: 403,
    message: "Sign in as yourself: an emergency account is nobody in person, so it cannot vouch for anything.",
  },
  not_keeper: {
    status: 403,
    message: "Secrets are replaced and attested by those who answer for them: custodians, owners and admins.",
  },
  own_rotation: { status: 403, message: "Somebody else has to attest it than the one who did it." },
} as const;
export type RotationRefusal = keyof typeof rotationRefusals;

/** Returns why somebody may not say that they replaced a secret, or null. Emergency accounts are nobody in person. */
export function refusalToRotate(
  { kind, keepers }: Pick<Secret, "kind" | "keepers">,
  { userId, roles }: Person,
  emergencyAccounts: ReadonlySet<string>,
): RotationRefusal | null {
  if (!mayChange(roles)) return "auditor";
  if (emergencyAccounts.has(userId)) return "account_itself";
  const putsInPlace = kind === "service_principal" && roles.includes("implementer");
  return isAdmin(roles) || keepers.includes(userId) || putsInPlace ? null : "not_keeper";
}

/** Returns why somebody may not attest a rotation, or null. */
export function refusalToAttest(
  secret: Pick<Secret, "kind" | "keepers">,
  { operatorId }: { operatorId: string },
  person: Person,
  emergencyAccounts: ReadonlySet<string>,
): RotationRefusal | null {
  if (operatorId === person.userId) return "own_rotation";
  return refusalToRotate(secret, person, emergencyAccounts);
}
