import { assuranceOf } from "./assurance.ts";
import { isAhead, isInstant } from "./instant.ts";
import { type KindSet, noKinds, setOf } from "./kind-set.ts";
import type { Aal, CompletedMethod, Instant, SignIn, Subject } from "./types.ts";

/** What a subject has, and what their session has shown of it. */
export type Standing = {
  /** Kinds that the subject can use; a batch of recovery codes with none left is not among them. */
  active: KindSet;
  hasSpentCodes: boolean;
  /** Kinds through which the session reached AAL2. */
  shown: KindSet;
  /** Derived from the methods that count. */
  aal: Aal;
};

/** A factor that the subject does not hold proves nothing, whoever says that it was completed. */
function counts({ method, completedAt }: CompletedMethod, held: KindSet, now: Instant): boolean {
  const isHeld = method === "password" || method === "federated" || (held & setOf(method)) !== noKinds;
  return isHeld && isInstant(completedAt) && !isAhead(completedAt, now);
}

/** Gathers what counts for a sign-in. With a time that is not an instant, nothing that was completed does. */
export function standingOf({ completed, now }: SignIn, subject: Subject): Standing {
  let held = noKinds;
  let active = noKinds;
  let hasSpentCodes = false;
  for (const { kind, remaining } of subject.factors) {
    held |= setOf(kind);
    if (kind === "recovery_code" && remaining !== null && !(remaining > 0)) hasSpentCodes = true;
    else active |= setOf(kind);
  }
  const counted = isInstant(now) ? completed.filter((method) => counts(method, held, now)) : [];
  const { aal, kinds } = assuranceOf(counted);
  return { active, hasSpentCodes, shown: kinds, aal };
}
