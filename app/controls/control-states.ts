import type { Instant } from "#app/engine/types.ts";
import { addDays } from "#app/register/days.ts";
import type { Exception } from "#app/register/exception.ts";
import { isAdmin, mayChange, type RegisterRole } from "#app/register/roles.ts";
import type { Control } from "./control.ts";

export const checkResults = ["passed", "failed"] as const;
export type CheckResult = (typeof checkResults)[number];

/** Somebody's word that a control of a record works, or does not. */
export type ControlCheck = { control: string; at: Instant; by: string; result: CheckResult; note: string };

/** A control of a record with what is known of it. */
export type ControlState = {
  name: string;
  howChecked: string;
  /** Null for one that is not of the catalogue, which says how often. */
  checkEveryDays: number | null;
  last: ControlCheck | null;
  /** When the next check is due; null while nothing is in force, or nothing says how often. */
  dueAt: Instant | null;
  isOverdue: boolean;
};

type Known = { checks: readonly ControlCheck[]; catalogue: readonly Control[]; now: Instant };

/** Says of each control of a record when it was last checked and when it is due again; checks come newest first. */
export function controlStates(record: Exception, { checks, catalogue, now }: Known): ControlState[] {
  return record.compensatingControls.map(({ name, howChecked, catalogueId }) => {
    const entry = catalogue.find(({ id }) => id === catalogueId);
    const last = checks.find(({ control }) => control === name) ?? null;
    const since = last?.at ?? record.activatedAt;
    const dueAt = entry && since && isInForce(record) ? addDays(since, entry.checkEveryDays) : null;
    return {
      name,
      howChecked: howChecked || (entry?.howChecked ?? ""),
      checkEveryDays: entry?.checkEveryDays ?? null,
      last,
      dueAt,
      isOverdue: dueAt !== null && dueAt < now,
    };
  });
}

function isInForce({ state }: Exception): boolean {
  return state === "active" || state === "suspended";
}

export const checkRefusals = {
  not_in_force: { status: 400, text: "Its controls are checked while it is in force." },
  unknown_control: { status: 400, text: "The record names no such control." },
  auditor: { status: 403, text: "Auditors read everything and change nothing." },
  own_benefit: { status: 403, text: "Somebody whom it lets in does not check its controls." },
  not_checker: { status: 403, text: "Controls are checked by implementers, admins and the owner of the record." },
} as const;
export type CheckRefusal = keyof typeof checkRefusals;

/** Somebody who would say that a control works. */
export type Checker = { userId: string; roles: readonly RegisterRole[]; isBeneficiary: boolean };

/** Returns why somebody may not say that the controls of a record were checked, or null. */
export function refuseChecker(record: Exception, { userId, roles, isBeneficiary }: Checker): CheckRefusal | null {
  if (!isInForce(record)) return "not_in_force";
  if (!mayChange(roles)) return "auditor";
  if (isBeneficiary) return "own_benefit";
  const mayCheck = roles.includes("implementer") || isAdmin(roles) || record.ownerId === userId;
  return mayCheck ? null : "not_checker";
}
