import type { Instant } from "#app/engine/types.ts";

export const formats = ["standard", "slack", "teams"] as const;
/** What a message looks like: signed JSON for a program, or a text for the channel of a chat. */
export type Format = (typeof formats)[number];

export const disabledFor = ["by_hand", "gone", "failing"] as const;
/** Why nothing is sent any more: somebody said so, the receiver did, or it answered nothing for days. */
export type DisabledFor = (typeof disabledFor)[number];

/** A receiver outside; its address and secrets are sealed. */
export type Endpoint = {
  workspaceId: string;
  id: string;
  description: string;
  format: Format;
  url: string;
  /** The address without what would let somebody use it. */
  shownUrl: string;
  /** Types of events, or beginnings such as `exception.*`. */
  eventTypes: readonly string[];
  /** Whether people are called by their names in what is sent. */
  namesPeople: boolean;
  isEnabled: boolean;
  disabledFor: DisabledFor | null;
  disabledAt: Instant | null;
  secret: string;
  /** The secret before, and until when messages are signed with it as well. */
  previousSecret: string | null;
  previousUntil: Instant | null;
  /** The last event of the audit log that was looked at for it. */
  lastSeq: number;
  lastSuccessAt: Instant | null;
  /** Attempts that failed since the last that did not. */
  failures: number;
  failingSince: Instant | null;
  createdBy: string | null;
  createdAt: Instant;
  updatedAt: Instant;
  removedAt: Instant | null;
};

/** After how many days without one success nothing more is sent. */
export const mostFailingDays = 5;

/** For how long messages may be signed with a secret beside its successor. */
export const mostOverlapHours = 24 * 7;

/** Returns an address as it may be seen: what follows the host can be all that is needed for writing to it. */
export function shownUrlOf(url: string): string {
  const { origin, pathname, search } = new URL(url);
  return pathname === "/" && search === "" ? origin : `${origin}/…`;
}
