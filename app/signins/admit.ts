import { isShutOut } from "#app/auth/access-end.ts";
import type { Instant } from "#app/engine/types.ts";

/** What is judged of a token before it may ask for a decision. */
export type TokenState = {
  scopes: readonly string[];
  expiresAt: Instant | null;
  revokedAt: Instant | null;
  userDisabledAt: Instant | null;
  userAccessEndsAt: Instant | null;
};

export type Admission = "admitted" | "unauthenticated" | "insufficient_scope";

/** Judges a token, if there is one; a person who is barred, or whose access is over, takes their tokens with them. */
export function admit(token: TokenState | undefined, now: Instant): Admission {
  if (token === undefined || token.revokedAt !== null) return "unauthenticated";
  const { userDisabledAt: disabledAt, userAccessEndsAt: accessEndsAt } = token;
  if (isShutOut({ disabledAt, accessEndsAt }, now)) return "unauthenticated";
  if (token.expiresAt !== null && token.expiresAt <= now) return "unauthenticated";
  return token.scopes.includes("decide") ? "admitted" : "insufficient_scope";
}
