/** Returns the values that would become others, before and after; null where all are as they should be. */
export function differences<T extends object>(
  current: T,
  wanted: Partial<T>,
): { before: Partial<T>; after: Partial<T> } | null {
  const keys = (Object.keys(wanted) as (keyof T)[]).filter(
    (key) => wanted[key] !== undefined && wanted[key] !== current[key],
  ); // cast: the keys of a part of T
  if (keys.length === 0) return null;
  const pick = (from: Partial<T>) => Object.fromEntries(keys.map((key) => [key, from[key]])) as Partial<T>; // cast: as above
  return { before: pick(current), after: pick(wanted) };
}
