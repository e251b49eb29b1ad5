export const columns = ["scope", "owner", "risk", "state", "expires", "review", "controls", "used"] as const;
/** The columns of the register that can be hidden; title, id and category always stand first. */
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
};

/** Returns the chosen columns in their fixed order: those of the address, else those remembered, else all. */
export function chosenColumns(asked: readonly string[], cookies: string | null): Column[] {
  const remembered = cookies?.match(/(?:^|;\s*)columns=([a-z.]*)/)?.[1]?.split(".") ?? [];
  const chosen = asked.length > 0 ? asked : remembered;
  const known = columns.filter((column) => chosen.includes(column));
  return known.length > 0 ? known : [...columns];
}

/** Returns the cookie in which a choice of columns is kept. */
export function columnsCookie(chosen: readonly Column[]): string {
  return `columns=${chosen.join(".")}; Path=/exceptions; Max-Age=31536000; SameSite=Lax`;
}
