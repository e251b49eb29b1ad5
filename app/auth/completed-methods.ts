import { z } from "zod";
import { type CompletedMethod, type FactorKind, type Instant, methodNames } from "#app/engine/types.ts";

/** The completed methods of a session as its row stores them. */
export const StoredMethods = z.array(
  z.object({
    method: z.enum(methodNames),
    completedAt: z.string(),
    userVerified: z.boolean(),
    isVouched: z.boolean().optional(),
  }),
);

/** Returns when a second factor, or a passkey with user verification, was last used; null when none was. */
export function factorUsedAt(completed: readonly CompletedMethod[]): Instant | null {
  const times = completed.filter(isFactor).map(({ completedAt }) => completedAt);
  return times.toSorted().at(-1) ?? null;
}

function isFactor({ method, userVerified }: CompletedMethod): boolean {
  switch (method) {
    case "password":
    case "federated":
      return false;
    case "passkey":
    case "security_key":
      return userVerified;
    case "totp":
    case "recovery_code":
      return true;
    default:
      return method satisfies never;
  }
}

/** Returns the methods with one more completed; a repeated one counts from its latest use. */
export function withMethod(completed: readonly CompletedMethod[], added: CompletedMethod): CompletedMethod[] {
  return [...completed.filter(({ method }) => method !== added.method), added];
}

/** Enrolling a factor proves it: its first signature or code was checked. */
export function methodOf(kind: FactorKind, now: Instant): CompletedMethod {
  return { method: kind, completedAt: now, userVerified: kind === "passkey" || kind === "security_key" };
}

/** Whether a session began at an identity provider: an app then needs no password beside it. */
export function isFederated({ methods }: { methods: readonly CompletedMethod[] }): boolean {
  return methods.some(({ method }) => method === "federated");
}
