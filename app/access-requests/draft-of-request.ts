import type { Protocol, SubjectKind } from "#app/engine/types.ts";
import { DraftWire, draftOf } from "#app/register/draft-wire.ts";
import type { Draft } from "#app/register/exception-schemas.ts";
import type { AccessRequestWire } from "./access-request-wire.ts";
import { type RequestableReason, templates } from "./template.ts";

/** What a refusal was about, once it is known who that is. */
export type Refused = {
  subjectKind: SubjectKind;
  /** The person's id, or the service principal's. */
  subjectKey: string;
  subjectName: string;
  applicationId: string;
  protocol: string;
  reason: RequestableReason;
};

export type ReadRequest = { ok: true; draft: Draft } | { ok: false; errors: { field: string; message: string }[] };

/**
 * Returns the draft that a request comes to. Whom and what it is about, its kind and its effect follow from the refusal;
 * what else a record says may come with the request, and is judged as the rest of the API judges it.
 */
export function draftOfRequest(asked: AccessRequestWire, refused: Refused, beneficiaryId: string | null): ReadRequest {
  const { category, effect } = templates[refused.reason];
  const isPerson = refused.subjectKind === "user";
  const isLegacy = effect === "allow_legacy_protocol";
  const parsed = DraftWire.safeParse({
    title: `${refused.subjectName} at ${refused.applicationId}`,
    ...asked.context.exception,
    category,
    effect,
    scope: {
      users: isPerson ? [refused.subjectKey] : [],
      service_principals: isPerson ? [] : [refused.subjectKey],
      applications: [refused.applicationId],
      protocols: isLegacy ? [refused.protocol as Protocol] : [],
    },
    beneficiary_id: beneficiaryId,
    justification: asked.context.business_justification,
    ...(asked.requested_access.requested_until && { ends_at: asked.requested_access.requested_until }),
  });
  if (parsed.success) return { ok: true, draft: draftOf(parsed.data) };
  const errors = parsed.error.issues.map(({ path, message }) => ({
    field: ["context", "exception", ...path].join("."),
    message,
  }));
  return { ok: false, errors };
}
