/** Returns the register's address with some parameters changed; null takes one away. It begins at the first page again. */
export function linkWith(search: URLSearchParams, changes: Readonly<Record<string, string | null>>): string {
  const to = new URLSearchParams(search);
  to.delete("cursor");
  for (const [key, value] of Object.entries(changes)) value === null ? to.delete(key) : to.set(key, value);
  return `/exceptions?${to}`;
}

/** Returns the register's address with one value of a filter taken away; the others of the same filter stay. */
export function linkWithout(search: URLSearchParams, key: string, value: string): string {
  const given = search.getAll(key).join(",").split(",");
  const kept = given.filter((one) => one !== "" && one !== value);
  return linkWith(search, { [key]: kept.length > 0 ? kept.join(",") : null });
}
