import type { Instant } from "#app/engine/types.ts";

/** What somebody has in custody: the token itself, or the file that its seed came in. */
export const custodyMatters = ["token", "seed"] as const;
export type CustodyMatter = (typeof custodyMatters)[number];

export const matterLabels: Readonly<Record<CustodyMatter, string>> = { token: "The token", seed: "Its seed" };

/** Who has had one of them since when, and where. */
export type CustodyEntry = {
  id: string;
  matter: CustodyMatter;
  holderId: string;
  holder: string;
  place: string;
  at: Instant;
  /** Who noted it; null where it was the console. */
  by: string | null;
};
