const shortest = 12;
const longest = 256;

/** Returns the one form of a password, so that it is the same from every keyboard (NIST SP 800-63B-4, 3.1.1.2). */
export function normalizePassword(password: string): string {
  return password.normalize("NFKC");
}

/**
 * Returns what is wrong with a new password in plain words, or null; user names are lower-case. Length is what counts: rules on which characters
 * to use make passwords worse (NIST SP 800-63B-4, 3.1.1.2).
 */
export function passwordFault(password: string, userName: string): string | null {
  const { length } = [...normalizePassword(password)];
  if (length < shortest) return `Use at least ${shortest} characters. Several words are fine.`;
  if (length > longest) return `Use at most ${longest} characters.`;
  const [mailbox] = userName.split("@");
  const plain = normalizePassword(password).trim().toLowerCase();
  if (plain === userName || plain === mailbox) return "Use something else than your user name.";
  return null;
}
