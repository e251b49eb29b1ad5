import { type Command, commands } from "./lifecycle.ts";

/**
 * Returns the cookie that tells the record's page, once, what was just done. A parameter would stay in the address, and
 * a link to the record would claim it again.
 */
export function doneCookie(id: string, command: Command): string {
  return `done=${id}.${command}; Path=/exceptions; Max-Age=60; SameSite=Lax`;
}

export const forgottenDone = "done=; Path=/exceptions; Max-Age=0; SameSite=Lax";

/** Returns what was just done to this record, or null. */
export function doneTo(id: string, cookies: string | null): Command | null {
  const [, record, done] = cookies?.match(/(?:^|;\s*)done=([\w-]+)\.([a-z_]+)/) ?? [];
  return record === id ? (commands.find((command) => command === done) ?? null) : null;
}
