import { type RawBuilder, sql } from "kysely";

/** Whether a column holds a text somewhere, in any case of letters; no index helps with it. */
export function holdsText(column: string, text: string): RawBuilder<boolean> {
  const pattern = (part: string) => `%${part.replace(/[!%_]/g, (special) => `!${special}`)}%`;
  const [lower, written] = [pattern(text.toLowerCase()), pattern(text)];
  // SQLite knows lower case of ASCII alone, so the text is also looked for as it is written.
  return sql`(lower(${sql.ref(column)}) like ${lower} escape '!' or ${sql.ref(column)} like ${written} escape '!')`;
}
