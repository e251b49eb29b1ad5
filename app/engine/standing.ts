import { assuranceOf } from "./assurance.ts";
import { isAhead, isInstant } from "./instant.ts";
import { type KindSet, noKinds, primaryKinds, setOf } from "./kind-set.ts";
import type { Aal, CompletedMethod, Instant, MethodName, SignIn, Subject } from "./types.ts";

/** What a subject has, and what their session has shown of it. */
export type Standing = {
  /**
   * Kinds that the subject can use; a batch of recovery codes with none left is not among them. What an identity provider
   * keeps for them counts for the session that it vouched in.
   */
  active: KindSet;
  hasSpentCodes: boolean;
  /** Kinds through which the session reached AAL2. */
  shown: KindSet;
  /** Derived from the methods that count. */
  aal: Aal;
};

function isFirst(method: MethodName): method is "password" | "federated" {
  return method === "password" || method === "federated";
}

/** Returns the kind that an identity provider vouched for; recovery codes are nobody's but ours. */
function vouchedIn({ method, isVouched }: CompletedMethod): KindSet {
  return isVouched === true && !isFirst(method) ? setOf(method) & primaryKinds : noKinds;
}

/**
 * Gathers what counts for a sign-in. A factor that the subject does not hold proves nothing, whoever says that it was
 * completed; but for one that a trusted identity provider keeps for them, in a session that began there. With a time that
 * is not an instant, nothing that was completed does.
 */
export function standingOf({ completed, now }: SignIn, subject: Subject): Standing {
  let held = noKinds;
  let active = noKinds;
  let hasSpentCodes = false;
  for (const { kind, remaining } of subject.factors) {
    held |= setOf(kind);
    if (kind === "recovery_code" && remaining !== null && !(remaining > 0)) hasSpentCodes = true;
    else active |= setOf(kind);
  }
  const past = isInstant(now) ? completed.filter((each) => hasCome(each, now)) : [];
  if (past.some(({ method }) => method === "federated")) {
    const vouched = past.reduce((kinds, each) => kinds | vouchedIn(each), noKinds);
    held |= vouched;
    active |= vouched;
  }
  const { aal, kinds } = assuranceOf(
    past.filter(({ method }) => isFirst(method) || (held & setOf(method)) !== noKinds),
  );
  return { active, hasSpentCodes, shown: kinds, aal };
}

function hasCome({ completedAt }: CompletedMethod, now: Instant): boolean {
  return isInstant(completedAt) && !isAhead(completedAt, now);
}
