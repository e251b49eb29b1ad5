export const columns = ["scope", "owner", "risk", "state", "expires", "review", "controls", "used", "exit"] as const;
/** The columns of the register that can be hidden and moved; title, id and category always stand first. */
export type Column = (typeof columns)[number];

export const columnLabels: Record<Column, string> = {
  scope: "Scope",
  owner: "Owner",
  risk: "Risk",
  state: "State",
  expires: "Expires",
  review: "Next review",
  controls: "Controls",
  used: "Last used",
  exit: "Exit plan",
};

/** Returns every column once: first those that are named, in their order, then the rest. */
export function inOrder(named: readonly string[]): Column[] {
  const known = [...new Set(named)].map((name) => columns.find((column) => column === name));
  const first = known.filter((column) => column !== undefined);
  return [...first, ...columns.filter((column) => !first.includes(column))];
}

/** Returns the columns with one moved a place up or down; at an end it stays. */
export function moved(order: readonly Column[], column: Column, by: -1 | 1): Column[] {
  const from = order.indexOf(column);
  const to = from + by;
  const other = order[to];
  if (from < 0 || other === undefined) return [...order];
  return order.with(from, other).with(to, column);
}

/** Returns the columns that a query asks for as `columns=state,owner`, in that order; null where it asks for none. */
export function readColumns(query: string): Column[] | null {
  const names = namedIn(query);
  return names && inOrder(names).filter((column) => names.includes(column));
}

/** Returns what a query asks for as a column and is none; null where there is nothing of the kind. */
export function unknownColumn(query: string): string | null {
  return namedIn(query)?.find((name) => !columns.some((column) => column === name)) ?? null;
}

/** Returns a query that asks for these columns, or with null for none in particular. */
export function withColumns(query: string, wanted: readonly Column[] | null): string {
  const search = new URLSearchParams(query);
  if (wanted === null && !search.has("columns")) return query;
  search.delete("columns");
  return [`${search}`, wanted && `columns=${wanted.join(",")}`].filter(Boolean).join("&");
}

function namedIn(query: string): string[] | null {
  return new URLSearchParams(query).get("columns")?.split(",").filter(Boolean) ?? null;
}
