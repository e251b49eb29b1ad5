const mostCharacters = 300;

/**
 * Returns what a fault says, in one line that people may read: without the passwords of addresses, and without anything as
 * long and random as a token or a key.
 */
export function faultWords(fault: unknown): string {
  const said = fault instanceof Error ? fault.message : String(fault);
  const words = said
    .split("\n", 1)
    .join("")
    .replace(/\/\/[^/\s@]+@/g, "//…@")
    .replace(/[\w+/=-]{24,}/g, (word) => (looksRandom(word) ? "…" : word));
  return words.length > mostCharacters ? `${words.slice(0, mostCharacters)}…` : words;
}

/** Names are written in letters of one case with hyphens or underscores; tokens mix cases and digits. */
function looksRandom(word: string): boolean {
  return /\d/.test(word) && /[a-z]/i.test(word) && !/^[a-z]+(?:[_-][a-z\d]+)+$/.test(word);
}
