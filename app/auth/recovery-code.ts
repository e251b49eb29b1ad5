/** Crockford's base 32: without I, L, O and U, which are taken for 1, 0 and V. */
const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const meant: Readonly<Record<string, string>> = { I: "1", L: "1", O: "0" };
/** Five bits each, 80 in all; NIST SP 800-63B-4, 4.2.1.1, asks for 64. */
const length = 16;

/** How many codes a batch has. */
export const codesInBatch = 10;
/** From this many left on people are reminded to make new ones. */
export const fewCodes = 3;

/** Returns the code of 16 random bytes; 256 is a multiple of 32, so every character is equally likely. */
export function recoveryCodeOf(random: Uint8Array): string {
  if (random.length !== length)
    throw new Error(`a recovery code was made of ${random.length} bytes, expected ${length}`);
  return Array.from(random, (byte) => alphabet.charAt(byte & 31)).join("");
}

/** Returns a code as people read it, copy it and type it: in four groups of four. */
export function groupedCode(code: string): string {
  return code.match(/.{4}/g)?.join("-") ?? code;
}

/**
 * Returns the code that somebody typed, whatever the case, the blanks and the dashes, or null for what cannot be one.
 * Characters of other scripts are refused before any change of case, which would turn some of them into ours.
 */
export function readRecoveryCode(typed: string): string | null {
  const bare = typed.replaceAll(/[\s\p{Pd}]/gu, "");
  if (!/^[0-9A-Za-z]{16}$/.test(bare)) return null;
  const code = bare.toUpperCase().replaceAll(/[ILO]/g, (character) => meant[character] ?? character);
  return code.includes("U") ? null : code;
}

/** Returns the text file in which somebody keeps their codes. */
export function recoveryCodesFile(codes: readonly string[], { workspace, userName }: Owner): string {
  const lines = [
    "MFA Register: recovery codes",
    `${workspace}, ${userName}`,
    "",
    ...codes,
    "",
    "Each works once, together with your password. Keep them where your phone is not.",
    "Nobody will ever ask you for one by phone or by mail.",
  ];
  return `${lines.join("\r\n")}\r\n`;
}

type Owner = { workspace: string; userName: string };
