/** Filters of the register under a name. */
export type SavedView = {
  id: string;
  /** Null for one that everybody sees. */
  ownerId: string | null;
  name: string;
  /** The filters as they stand in an address. */
  query: string;
};

/** Returns the address of the register with a view's filters on; the id says which tab is the current one. */
export function addressOf({ id, query }: Pick<SavedView, "id" | "query">): string {
  const search = new URLSearchParams(query);
  search.set("saved", id);
  return `/exceptions?${search}`;
}
