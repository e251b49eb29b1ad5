import type { Instant } from "#app/engine/types.ts";
import type { Dormancy } from "./dormancy.ts";

/** One of those who used an exception, or what or where from it was used. */
export type UsageShare = { value: string; uses: number; lastAt: Instant };

/** The most frequent ones, and how many there are. */
export type UsageShares = { most: UsageShare[]; count: number };

/** How a record was used. */
export type Usage = {
  /** Whether every decision has been counted; a page does not wait for a flood of them. */
  isComplete: boolean;
  count: number;
  lastUsedAt: Instant | null;
  maxUses: number | null;
  /** Null where its scope sets no number. */
  usesLeft: number | null;
  dormancy: Dormancy | null;
  subjects: UsageShares;
  applications: UsageShares;
  networks: UsageShares;
  timeZone: string;
  /** The last calendar days of the zone, the earliest first. */
  days: { date: string; uses: number }[];
};
