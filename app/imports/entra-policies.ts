import { z } from "zod";

const ids = z
  .array(z.string())
  .nullish()
  .transform((list) => list ?? []);

/** The parts of a Conditional Access policy that say who is left out; everything else is ignored. */
const Policy = z.object({
  id: z.string().min(1),
  displayName: z
    .string()
    .nullish()
    .transform((name) => name ?? "unnamed policy"),
  state: z.string(),
  conditions: z
    .object({
      users: z
        .object({
          excludeUsers: ids,
          excludeGroups: ids,
          excludeRoles: ids,
          excludeGuestsOrExternalUsers: z.unknown().optional(),
        })
        .nullish(),
      applications: z.object({ includeApplications: ids, excludeApplications: ids }).nullish(),
    })
    .nullish(),
  grantControls: z.object({ builtInControls: ids, authenticationStrength: z.unknown().optional() }).nullish(),
});
type Policy = z.output<typeof Policy>;

/** A list as Microsoft Graph answers it, or its bare `value`. */
const PolicyList = z.preprocess(
  (json) => (Array.isArray(json) ? { value: json } : json),
  z.object({ value: z.array(Policy) }),
);

const guests = "GuestsOrExternalUsers";

export type ExcludedKind = "user" | "group" | "role" | "application";

/** Somebody or something that a policy which demands MFA leaves out. */
export type Exclusion = {
  policyId: string;
  policyName: string;
  kind: ExcludedKind;
  /** The id that Microsoft Graph knows it by. */
  objectId: string;
  /** The applications that the policy is about; empty when it is about all of them, or none that is named. */
  applications: readonly string[];
};

export type Skipped = { what: string; reason: string };

export type EntraFindings = { exclusions: Exclusion[]; skipped: Skipped[] };

/**
 * Reads a list of Conditional Access policies and returns everything that enabled policies which demand MFA leave out.
 * @throws ZodError when it is not such a list.
 */
export function readEntraPolicies(json: unknown): EntraFindings {
  const findings: EntraFindings = { exclusions: [], skipped: [] };
  for (const policy of PolicyList.parse(json).value) {
    const reason = skipReason(policy);
    if (reason) findings.skipped.push({ what: policy.displayName, reason });
    else readPolicy(policy, findings);
  }
  return findings;
}

function skipReason({ state, grantControls }: Policy): string | null {
  if (state === "enabledForReportingButNotEnforced") return "it only reports and enforces nothing";
  if (state !== "enabled") return `it is ${state}`;
  // With the operator OR another control may stand in for MFA; whoever is excluded is still asked for neither.
  const demandsMfa = grantControls?.builtInControls.includes("mfa") || grantControls?.authenticationStrength != null;
  return demandsMfa ? null : "it does not demand MFA";
}

function readPolicy(policy: Policy, { exclusions, skipped }: EntraFindings): void {
  const { id: policyId, displayName: policyName } = policy;
  const include = policy.conditions?.applications?.includeApplications ?? [];
  const applications = include.includes("All") ? [] : include.filter((id) => id !== "None");
  for (const [kind, objectIds] of leftOutBy(policy))
    for (const objectId of objectIds)
      exclusions.push({
        policyId,
        policyName,
        kind,
        objectId,
        applications: kind === "application" ? [] : applications,
      });
  if (leavesOutGuests(policy))
    skipped.push({
      what: policyName,
      reason:
        "it leaves out guests or external users, a kind of account and not somebody; file one exception per partner",
    });
}

function leftOutBy({ conditions }: Policy): [ExcludedKind, Set<string>][] {
  const { excludeUsers = [], excludeGroups = [], excludeRoles = [] } = conditions?.users ?? {};
  return [
    ["user", new Set(excludeUsers.filter((id) => id !== guests))],
    ["group", new Set(excludeGroups)],
    ["role", new Set(excludeRoles)],
    ["application", new Set(conditions?.applications?.excludeApplications)],
  ];
}

/** Older policies name guests among the users, newer ones in a member of their own. */
function leavesOutGuests({ conditions }: Policy): boolean {
  return conditions?.users?.excludeUsers.includes(guests) || conditions?.users?.excludeGuestsOrExternalUsers != null;
}
