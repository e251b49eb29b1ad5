import type { Aal, Client, CompletedMethod, SignIn, Subject } from "#app/engine/types.ts";
import type { DecisionRecord, ExemptionRef } from "./decision-record.ts";
import type { StepUp } from "./evaluation-request.ts";

/** What a record says that a decision rested on, and how its trace came out. */
export type ReadRecord = {
  requestId: string | null;
  /** Null where the register asked about a sign-in of its own. */
  tokenId: string | null;
  /** Who it was about, by id; where nobody was known, as the caller named them. */
  askedFor: string;
  policyVersion: number;
  signIn: SignIn;
  /** Set where a running session asked for a step-up. */
  stepUp: StepUp | undefined;
  /** The exceptions that were read. */
  candidates: readonly ExemptionRef[];
  requiredAal: Aal;
  achievedAal: Aal;
  graceEndsAt: string | null;
  /** The lines of the trace that decided their step, and those that matched and did not, as "step rule". */
  won: readonly string[];
  lost: readonly string[];
};

/** The JSON of a record, in which what is null or empty has been left out; written by recordOf alone. */
type Body = {
  requestId?: string;
  tokenId?: string;
  policy: number;
  maxAge?: number;
  /** Only in records of before; who was known by a name may have another one by now. */
  askedFor?: string;
  subject?: Pick<Subject, "createdAt"> & Partial<Omit<Subject, "id">>;
  completed: readonly (Omit<CompletedMethod, "userVerified"> & { userVerified?: boolean })[];
  client: Omit<Client, "isKnownDevice"> & { isKnownDevice?: boolean };
  candidates?: readonly ExemptionRef[];
  aal: [Aal, Aal];
  grace?: string;
  won: readonly string[];
  lost?: readonly string[];
};

/** Reads a recorded decision back: the inverse of recordOf. */
export function readRecord({ at, subjectId, applicationId, body }: DecisionRecord): ReadRecord {
  const read = JSON.parse(body) as Body; // cast: written only by recordOf
  const {
    requestId = null,
    tokenId = null,
    askedFor = subjectId,
    policy,
    maxAge,
    candidates = [],
    aal,
    grace = null,
    won,
    lost = [],
  } = read;
  return {
    requestId,
    tokenId,
    askedFor,
    policyVersion: policy,
    signIn: {
      subject: read.subject === undefined ? null : subjectOf(subjectId, read.subject),
      applicationId,
      completed: read.completed.map(({ userVerified = false, ...method }) => ({ ...method, userVerified })),
      client: { ...read.client, isKnownDevice: read.client.isKnownDevice ?? false },
      now: at,
    },
    stepUp: maxAge === undefined ? undefined : { maxAgeSeconds: maxAge },
    candidates,
    requiredAal: aal[0],
    achievedAal: aal[1],
    graceEndsAt: grace,
    won,
    lost,
  };
}

function subjectOf(id: string, facts: NonNullable<Body["subject"]>): Subject {
  const { kind = "user", createdAt, disabledAt = null, lockedUntil = null, firstSignInAt = null } = facts;
  const { factorsResetAt, groups = [], roles = [], factors = [] } = facts;
  const dates = { createdAt, disabledAt, lockedUntil, firstSignInAt, ...(factorsResetAt && { factorsResetAt }) };
  return { kind, id, ...dates, groups, roles, factors };
}
