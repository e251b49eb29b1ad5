const giveaways = /otpauth:|-----BEGIN|\b(?:password|passphrase|passwort|secret|pin)\s*[:=]\s*\S/i;

/** Whether a text looks like a secret rather than like the place of one: nobody must paste it into the register. */
export function looksLikeSecret(text: string): boolean {
  return giveaways.test(text) || text.split(/[\s\-_/.,:;#()]+/).some(isRandom);
}

/**
 * Long, with digits in it, and hardly two signs of a kind beside each other. "Safe2Envelope0417" has a few such changes;
 * what a generator makes has one at every other sign.
 */
function isRandom(word: string): boolean {
  if (word.length < 12 || !/\d/.test(word)) return false;
  // Parts of a record's id are such digits, too; what is long is a key.
  if (/^(?=.*[a-f])[0-9a-f]+$/i.test(word)) return word.length >= 20;
  if (/^(?=(?:.*[2-7]){2})[A-Z2-7]{16,}$/.test(word)) return true;
  const kinds = [...word].map(kindOf);
  const changes = kinds.filter((kind, index) => index > 0 && kind !== kinds[index - 1]).length;
  return changes / (word.length - 1) >= 0.4;
}

function kindOf(sign: string): "lower" | "upper" | "digit" | "other" {
  if (/\p{Ll}/u.test(sign)) return "lower";
  if (/\p{Lu}/u.test(sign)) return "upper";
  return /\d/.test(sign) ? "digit" : "other";
}
