import { hash } from "node:crypto";

/**
 * Returns what is stored of a code. A fast hash is right here: nobody can try out 80 random bits, while a slow one would
 * make every wrong code cost the server what it costs the stranger. The batch's own id is the salt, so that nothing is
 * computed ahead or for two people at once.
 */
export function hashRecoveryCode(batchId: string, code: string): string {
  return hash("sha256", `${batchId}.${code}`);
}
