/** What a person is called, and what they are to be called instead. */
export type Renaming = { userId: string; address: string; name: string; newAddress: string; newName: string };

/**
 * Returns JSON in which a person has another name: their address wherever it stands, their name where it stands alone
 * or in a list of names, and nothing of what the API says of them beside their id.
 */
export function withoutPerson(json: string, renaming: Renaming): string {
  return JSON.stringify(renamed(JSON.parse(json), renaming));
}

function renamed(value: unknown, renaming: Renaming): unknown {
  if (typeof value === "string") return renamedText(value, renaming);
  if (Array.isArray(value)) return value.map((entry) => renamed(entry, renaming));
  if (value === null || typeof value !== "object") return value;
  const entries = Object.entries(value).map(([key, entry]) => [key, renamed(entry, renaming)]);
  const isThem = "user_name" in value && "id" in value && value.id === renaming.userId;
  return { ...Object.fromEntries(entries), ...(isThem && nothingOfThem(renaming)) };
}

function nothingOfThem({ newAddress, newName }: Renaming) {
  return { user_name: newAddress, display_name: newName, external_id: null, department: null, factors: [] };
}

function renamedText(text: string, { address, name, newAddress, newName }: Renaming): string {
  const isThem = (part: string) => part === name;
  const named = text.split(", ").some(isThem)
    ? text
        .split(", ")
        .map((part) => (isThem(part) ? newName : part))
        .join(", ")
    : text;
  return named.replace(new RegExp(literal(address), "gi"), () => newAddress);
}

/** A text as a pattern that means nothing but itself. */
function literal(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
