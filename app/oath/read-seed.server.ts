import { ScureBase32Plugin } from "otplib";

/** RFC 4226, section 4: a seed has at least 128 bits. No hash takes more than 64 bytes of it. */
const [fewestBytes, mostBytes] = [16, 64];

const base32 = new ScureBase32Plugin();

/**
 * Returns a seed that is written in base 32 or in hexadecimal digits, in base 32; null for what is no seed. A text that
 * could be either is hexadecimal: of base 32, hardly one in 10^13 seeds has no other letter.
 */
export function readSeed(text: string): string | null {
  const plain = text.replaceAll(/[\s-]/g, "").replace(/=+$/, "");
  const bytes = /^([0-9a-f]{2})+$/i.test(plain) ? Buffer.from(plain, "hex") : bytesOfBase32(plain);
  if (bytes === null || bytes.length < fewestBytes || bytes.length > mostBytes) return null;
  return base32.encode(bytes);
}

function bytesOfBase32(text: string): Uint8Array | null {
  try {
    return base32.decode(text);
  } catch {
    return null;
  }
}
