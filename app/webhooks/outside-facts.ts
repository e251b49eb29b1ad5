/**
 * The fields of events that leave the register: ids, numbers, instants and words of a fixed list. Everything else stays
 * inside, what a later event adds included: what people wrote can say more than a receiver should know.
 */
const sent = new Set([
  // Of exceptions, and of what is decided about them.
  ...["from", "to", "version", "category", "contentHash", "rating", "likelihood", "impact", "inherent", "residual"],
  ...["approverGroup", "isLast", "onBehalfOf", "cause", "endedBy", "outcome", "consequence", "result", "changed"],
  ...["exceptionId", "userId", "ownerId", "reviewerId", "objectId", "kind", "items", "isEmergency", "mentions"],
  ...["commentId", "attachmentId", "sha256", "size", "mediaType", "reviewed", "ended", "unanswered"],
  // Of when something was, is or will be.
  ...["startsAt", "endsAt", "beginsAt", "dueAt", "actsAt", "until", "since", "endedAt", "deadline", "expiresAt"],
  ...["lapsesAt", "rotatedAt", "failingSince", "previousUntil", "thresholdDays", "days", "lastUsedAt", "quarter"],
  // Of sign-ins, people and the policy.
  ...["decisionId", "applicationId", "subjectKind", "subjectId", "methods", "aal", "reason", "roles", "scopes"],
  ...["failures", "remaining", "sessions", "people", "tokens", "factors", "providerId", "purpose"],
  ...["basedOn", "draftId", "confirmedBy", "forcesReenrollment"],
  // Of emergency accounts.
  ...["classification", "drillId", "incidentId", "useId", "partOf", "rotationId", "operatorId", "attestorId"],
  ...["attestation", "sourceKind", "sourceId", "steps", "step", "failed"],
  // Of the log itself, and of what is told outside.
  ...["upToSeq", "ok", "firstBreak", "firstStreamBreak", "stream", "seq", "hash", "format", "rows", "filed", "skipped"],
  ...["refused", "messages", "messageId"],
]);

const hash = /^[0-9a-f]{64}$/;
const word = /^[\w:.+-]{1,80}$/;
/** Why a decision came out as it did; any other reason is what somebody wrote. */
const code = /^[A-Z]+(_[A-Z]+)+$/;

/** Returns what the data of an event says to a receiver outside, by the names that the API uses. */
export function outsideFacts(data: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const entries = Object.entries(data).flatMap(([key, value]) => {
    if (!sent.has(key)) return [];
    const fact = key === "reason" ? codeOf(value) : factOf(value);
    return fact === undefined ? [] : [[snakeCase(key), fact] as const];
  });
  return Object.fromEntries(entries);
}

function codeOf(value: unknown): string | undefined {
  return typeof value === "string" && code.test(value) ? value : undefined;
}

/** A single word at most, so that no sentence gets out by a field that should not hold one; undefined to leave it out. */
function factOf(value: unknown): unknown {
  if (value === null || typeof value === "number" || typeof value === "boolean") return value;
  if (typeof value === "string") return value === "" || word.test(value) || hash.test(value) ? value : undefined;
  if (Array.isArray(value)) return value.map(factOf).filter((entry) => entry !== undefined);
  if (typeof value !== "object" || "$personal" in value) return undefined;
  return outsideFacts(Object.fromEntries(Object.entries(value)));
}

function snakeCase(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
