import { sha256 } from "#app/audit/chain.ts";

/**
 * Returns the same UUID for the same names, of the form of version 5: what is written twice of one thing is known to be
 * of the same thing. Hashed by SHA-256, where RFC 9562 has SHA-1 for version 5.
 */
export function stableUuid(...names: readonly string[]): string {
  const hex = sha256(JSON.stringify(names));
  const variant = "89ab"[Number.parseInt(hex.slice(16, 17), 16) % 4];
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
