/** Little enough that it never matters, and more than most registers have live exceptions. */
const mostKept = 1024;

/**
 * Returns what reads JSON texts, and those that came lately only once. What is kept is kept by the text itself, so it says
 * what the text says; it is shared, and so must not be changed.
 */
export function parseOnce<T>(): (text: string) => T {
  const kept = new Map<string, T>();
  return (text) => {
    const known = kept.get(text);
    if (known !== undefined) return known;
    if (kept.size >= mostKept) kept.clear();
    const parsed = JSON.parse(text) as T; // cast: whoever reads a column knows what is written there
    kept.set(text, parsed);
    return parsed;
  };
}
