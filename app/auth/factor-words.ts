import type { FactorKind } from "#app/engine/types.ts";

const words: Record<FactorKind, string> = {
  passkey: "a passkey",
  security_key: "a security key",
  totp: "an authenticator app",
  recovery_code: "a recovery code",
};

/** Returns what each of these is called in a sentence, as alternatives; empty for none. */
export function anyOf(kinds: readonly FactorKind[]): string {
  return kinds.map((kind) => words[kind]).join(" or ");
}
