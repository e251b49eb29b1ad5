import type { Cell } from "./cell.ts";

/** What is kept of emergencies, in the words that accounts, rotations, drills, incidents and uses have in common. */
export type BreakGlassRow = {
  id: string;
  account: string | null;
  /** When it happened or began; of an account since when it is kept. */
  at: string;
  until?: string | null;
  by?: string | null;
  /** Who else: custodians, who signs in during a drill. */
  people?: readonly string[];
  /** Why or of which kind it was. */
  class?: string | null;
  outcome?: string | null;
  application?: string;
  ip?: string | null;
  methods?: readonly string[];
  exception?: string | null;
  reference?: string | null;
  note?: string | null;
  /** How the steps of a drill came out. */
  steps?: readonly string[];
  /** Who confirmed or closed it. */
  confirmedBy?: string | null;
  confirmedAt?: string | null;
  confirmation?: string | null;
};

const fields: readonly [heading: string, field: keyof BreakGlassRow][] = [
  ["id", "id"],
  ["account", "account"],
  ["at", "at"],
  ["until", "until"],
  ["by", "by"],
  ["people", "people"],
  ["class", "class"],
  ["outcome", "outcome"],
  ["application", "application"],
  ["ip", "ip"],
  ["methods", "methods"],
  ["exception", "exception"],
  ["reference", "reference"],
  ["note", "note"],
  ["steps", "steps"],
  ["confirmed_by", "confirmedBy"],
  ["confirmed_at", "confirmedAt"],
  ["confirmation", "confirmation"],
];

export const breakGlassColumns: readonly string[] = ["kind", ...fields.map(([heading]) => heading)];

/** Returns the cells of what is kept of emergencies. */
export function breakGlassCells(kind: string, row: BreakGlassRow): Cell[] {
  return [kind, ...fields.map(([, field]) => row[field] ?? null)];
}
