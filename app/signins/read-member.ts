/** Readers of the members of a parsed JSON body; each names the path of what it does not find. */

export type JsonObject = Record<string, unknown>;

/** The caller's mistake, in words for the caller. */
export class Malformed extends Error {}

const longestId = 256;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function readObject(value: unknown, path: string): JsonObject {
  if (isObject(value)) return value;
  throw new Malformed(value === undefined ? `${path} is missing` : `${path} is not an object`);
}

export function readText(value: unknown, path: string): string {
  if (typeof value === "string") return value;
  throw new Malformed(value === undefined ? `${path} is missing` : `${path} is not a string`);
}

export function readOptionalText(value: unknown, path: string): string | null {
  return value === undefined || value === null ? null : readText(value, path);
}

/** An id is stored with the decision; PostgreSQL cannot hold a NUL or half a surrogate pair. */
export function readId(value: unknown, path: string): string {
  const id = readText(value, path);
  if (id === "") throw new Malformed(`${path} is empty`);
  if (id.length > longestId) throw new Malformed(`${path} is longer than ${longestId} characters`);
  if (/\p{Cc}|\p{Cs}/u.test(id)) throw new Malformed(`${path} contains a control character or half a surrogate pair`);
  return id;
}
