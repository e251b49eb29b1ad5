import { generateSecret, generateURI, verify } from "otplib";
import type { Instant } from "#app/engine/types.ts";
import { boundedDrift, type TotpParameters, usualParameters } from "#app/oath/oath-token.ts";

/** Returns a new secret of 160 bits, the length that RFC 4226 recommends, in base 32. */
export function newTotpSecret(): string {
  return generateSecret({ length: 20 });
}

/** Returns the otpauth:// address that authenticator apps read from a QR code. */
export function totpUri(secret: string, { issuer, label }: { issuer: string; label: string }): string {
  return generateURI({ issuer, label, secret });
}

/** An opened seed, and how many steps its clock was ahead of ours when it was last heard of. */
export type OpenSeed = TotpParameters & { secret: string; drift: number };

/** Returns an opened seed of which only the secret is known, as of an app that is being set up. */
export function newSeed(secret: string): OpenSeed {
  return { ...usualParameters, secret, drift: 0 };
}

/** Which step a code belongs to, and how many steps the clock that made it is ahead of ours. */
export type Told = { step: number; drift: number };

/**
 * Returns the time step whose code this is, or null: the one that is expected of this token's clock, one step either way
 * allowed (RFC 6238, sections 5.2 and 6). The step still has to be spent: RFC 6238 forbids to accept it a second time.
 */
export async function totpStep(
  { secret, algorithm, digits, period, drift }: OpenSeed,
  code: string,
  now: Instant,
): Promise<Told | null> {
  const token = digitsOf(code, digits);
  if (token === null) return null;
  const epoch = Math.floor(Date.parse(now) / 1000);
  const expected = epoch + boundedDrift(drift) * period;
  const settings = { secret, token, algorithm, digits, period } as const;
  const result = await verify({ ...settings, epoch: expected, epochTolerance: period });
  if (!result.valid) return null;
  const step = Math.floor(expected / period) + result.delta;
  return { step, drift: boundedDrift(step - Math.floor(epoch / period)) };
}

/** Returns a code without its blanks and hyphens; null for what is no code of this length. */
export function digitsOf(code: string, length: number): string | null {
  const digits = code.replaceAll(/[\s-]/g, "");
  // Digits of other scripts would not match, but the library throws at them.
  return /^[0-9]+$/.test(digits) && digits.length === length ? digits : null;
}
