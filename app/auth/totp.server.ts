import { generateSecret, generateURI, verify } from "otplib";
import type { Instant } from "#app/engine/types.ts";

const stepSeconds = 30;

/** Returns a new secret of 160 bits, the length that RFC 4226 recommends, in base 32. */
export function newTotpSecret(): string {
  return generateSecret({ length: 20 });
}

/** Returns the otpauth:// address that authenticator apps read from a QR code. */
export function totpUri(secret: string, { issuer, label }: { issuer: string; label: string }): string {
  return generateURI({ issuer, label, secret });
}

/**
 * Returns the time step whose code this is, one step of drift allowed either way (RFC 6238, 5.2), or null. The step
 * still has to be spent: RFC 6238 forbids to accept it a second time.
 */
export async function totpStep(secret: string, code: string, now: Instant): Promise<number | null> {
  const digits = code.replaceAll(/[\s-]/g, "");
  // Digits of other scripts would not match, but the library throws at them.
  if (!/^[0-9]{6}$/.test(digits)) return null;
  const epoch = Math.floor(Date.parse(now) / 1000);
  const result = await verify({ secret, token: digits, epoch, epochTolerance: stepSeconds });
  return result.valid ? Math.floor(epoch / stepSeconds) + result.delta : null;
}
