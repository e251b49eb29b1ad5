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
