/** Secrets and one-time proofs are never kept, under whatever name a form asks for them. */
const secretName = /password|passphrase|secret|(code|answer|challenge|token)s?\d*$/i;

/** A larger form is not kept: the person comes back to the page and types it again. */
const mostCharacters = 64_000;

/** Returns what of a form may be kept for the way back, as text; null when nothing may. Files are never kept. */
export function keptOf(form: FormData): string | null {
  const fields = [...form].filter(([name, value]) => typeof value === "string" && !secretName.test(name));
  const text = JSON.stringify(fields);
  return fields.length === 0 || text.length > mostCharacters ? null : text;
}

/** Reads a form that was kept. */
export function formOf(text: string): FormData {
  const form = new FormData();
  // cast: keptOf wrote it, and the secret box vouches for it
  for (const [name, value] of JSON.parse(text) as [string, string][]) form.append(name, value);
  return form;
}
