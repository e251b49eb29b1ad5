/** Writes where a page ended, for the next request; opaque to whoever holds it. */
export function writeCursor(place: readonly string[] | null): string | null {
  if (place === null) return null;
  const bytes = new TextEncoder().encode(JSON.stringify(place));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
}

/** Reads it again; undefined when it is not one of ours with so many parts. */
export function readCursor(cursor: string, parts: number): string[] | undefined {
  try {
    const bytes = Uint8Array.from(atob(cursor.replaceAll("-", "+").replaceAll("_", "/")), (byte) => byte.charCodeAt(0));
    const place: unknown = JSON.parse(new TextDecoder().decode(bytes));
    const isPlace = Array.isArray(place) && place.length === parts && place.every((part) => typeof part === "string");
    return isPlace ? (place as string[]) : undefined; // cast: looked at just before
  } catch {
    return undefined;
  }
}
