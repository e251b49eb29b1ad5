import type { EventData } from "#app/audit/events.ts";
import type { Instant, Policy } from "#app/engine/types.ts";
import type { Db } from "#db/connect.ts";
import { insertPolicy } from "#db/policies.ts";
import type { Journal } from "#db/write.ts";
import { policyAfter } from "./policy-after.ts";
import { contentOf, type PolicyContent } from "./policy-content.ts";
import { differenceOf } from "./policy-difference.ts";

export type Replacement = {
  workspaceId: string;
  before: Policy;
  content: PolicyContent;
  forcesReenrollment: boolean;
  reason: string;
  authorId: string;
  /** The draft that it was, and the second admin who confirmed it where it weakens. */
  draftId: string | null;
  confirmedBy: string | null;
  now: Instant;
};

/** Makes a policy the next version and audits it; decisions read it from the commit on. */
export async function putInForce(tx: Db, { audit }: Journal, replacement: Replacement): Promise<Policy> {
  const { workspaceId, before, content, reason, forcesReenrollment, authorId, draftId, confirmedBy, now } = replacement;
  const after = policyAfter(before, replacement);
  await insertPolicy(tx, workspaceId, after, { reason, authorId, now });
  const { version, ...body } = after;
  const subject = { kind: "policy", id: String(version) };
  // Whom a rule is about stands there by id: a name in the log could never be taken away.
  const changes = differenceOf({ before: contentOf(before), after: content, forcesReenrollment });
  const told = { version, reason, before: bodyOf(before), body, changes, draftId, confirmedBy };
  audit("TENANT_MFA_POLICY_UPDATED", subject, told);
  const [were, are] = [acceptedFactorsOf(contentOf(before)), acceptedFactorsOf(content)];
  if (JSON.stringify(were) !== JSON.stringify(are))
    audit("TENANT_MFA_ACCEPTED_FACTORS_UPDATED", subject, { version, before: were, after: are });
  return after;
}

function bodyOf({ version: _version, ...body }: Policy): Omit<Policy, "version"> {
  return body;
}

type AcceptedFactors = EventData<"TENANT_MFA_ACCEPTED_FACTORS_UPDATED">["before"];

function acceptedFactorsOf({ rules, floors, ...content }: PolicyContent): AcceptedFactors {
  const byTarget = (entries: PolicyContent["floors"]) =>
    Object.fromEntries(
      entries
        .flatMap(({ target, factorSet }) => (factorSet ? [[`${target.kind}:${target.id}`, factorSet] as const] : []))
        .toSorted(([one], [other]) => (one < other ? -1 : 1)),
    );
  const { factorSet, recoveryCodesAllowed, codesCountAsEnrollment } = content;
  return {
    factorSet,
    recoveryCodesAllowed,
    codesCountAsEnrollment,
    rules: byTarget(rules),
    floors: byTarget(floors),
  };
}
