import type { CategoryId } from "#app/register/category.ts";
import { type Draft, DraftSchema } from "#app/register/exception-schemas.ts";
import type { ExcludedKind, Exclusion } from "./entra-policies.ts";

/** The likeliest category; the requestor corrects it. */
const categoryOf: Record<ExcludedKind, CategoryId> = {
  user: "administrative_exclusion",
  group: "administrative_exclusion",
  role: "administrative_exclusion",
  application: "legacy_or_service_account",
};

const kindLabels: Record<ExcludedKind, string> = {
  user: "User",
  group: "Group",
  role: "Role",
  application: "Application",
};
const scopeKeys = { user: "users", group: "groups", role: "roles", application: "applications" } as const;
const longestTitle = 200;

/** The key under which an exclusion is filed once, however often the list is read. */
export function exclusionKey({ policyId, kind, objectId }: Exclusion): string {
  return `entra-ca:${policyId}:${kind}:${objectId}`;
}

/**
 * Makes the draft of an exclusion; `subject` is what our directory knows it by. A group or role of a policy on all
 * applications is filed as it is, without anything that narrows it: readiness asks the requestor for that.
 */
export function exclusionDraft(exclusion: Exclusion, subject: { id: string; name: string }): Draft {
  const { policyId, policyName, kind, objectId, applications } = exclusion;
  return DraftSchema.parse({
    title: `${kindLabels[kind]} ${subject.name} is excluded from "${policyName}"`.slice(0, longestTitle),
    category: categoryOf[kind],
    scope: { applications: [...applications], [scopeKeys[kind]]: [subject.id] },
    justification:
      `Found in Conditional Access: "${policyName}" leaves out the ${kind} ${objectId} (Microsoft Graph policy id ` +
      `${policyId}). Why has not been said yet.`,
  });
}
