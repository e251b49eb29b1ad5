import type { Instant } from "#app/engine/types.ts";

export const algorithms = ["sha1", "sha256", "sha512"] as const;
export type Algorithm = (typeof algorithms)[number];

/** How a token makes its codes (RFC 6238, section 4): with which hash, how long they are and how long each counts. */
export type TotpParameters = { algorithm: Algorithm; digits: 6 | 8; period: 30 | 60 };

/** What authenticator apps take for granted where nothing is said. */
export const usualParameters: TotpParameters = { algorithm: "sha1", digits: 6, period: 30 };

/** An app keeps its seed in a phone and begins with its owner; a hardware token has a serial number and changes hands. */
export const tokenKinds = ["app", "hardware"] as const;
export type TokenKind = (typeof tokenKinds)[number];

export const tokenStatuses = ["in_stock", "issued", "revoked"] as const;
export type TokenStatus = (typeof tokenStatuses)[number];

export const revocations = ["lost", "broken", "replaced", "other"] as const;
export type Revocation = (typeof revocations)[number];

/** A token as the inventory has it: everything but its seed. */
export type OathToken = TotpParameters & {
  id: string;
  kind: TokenKind;
  serial: string | null;
  model: string | null;
  /** How many steps its clock is ahead of ours, as the last good code had it. */
  drift: number;
  /** Wrong codes in a row. */
  failures: number;
  /** The calendar day from which it is to be replaced. */
  replaceBy: string | null;
  createdAt: Instant;
  lastUsedAt: Instant | null;
  revokedAt: Instant | null;
  revocation: Revocation | null;
  /** Whose factor it is; null where it is nobody's. */
  holder: { factorId: string; userId: string; userName: string; displayName: string; label: string } | null;
  custodyMissing: boolean;
};

/** No clock is followed further than this, in steps; RFC 6238, section 6, asks for a limit. */
export const mostDrift = 20;
/** From here on a token is said to drift. */
export const driftingFrom = 2;
/** So many wrong codes in a row, and a token is said to be out of step. */
export const failuresTolerated = 3;
/** So long before its day a token is said to age. */
export const ageingDays = 60;

type Standing = Pick<OathToken, "kind" | "revokedAt"> & { holder: unknown };

/** An app belongs to its factor and goes with it; a hardware token goes back into stock. */
export function statusOf({ kind, revokedAt, holder }: Standing): TokenStatus {
  if (revokedAt !== null) return "revoked";
  if (holder !== null) return "issued";
  return kind === "app" ? "revoked" : "in_stock";
}

/** Keeps a drift within what is followed. */
export function boundedDrift(steps: number): number {
  return Math.max(-mostDrift, Math.min(mostDrift, steps));
}

export function isDrifting({ drift }: Pick<OathToken, "drift">): boolean {
  return Math.abs(drift) >= driftingFrom;
}

/** Whether the codes of a token are likely not to be those that are expected any more. */
export function isDesynchronised({ drift, failures }: Pick<OathToken, "drift" | "failures">): boolean {
  return failures >= failuresTolerated || Math.abs(drift) >= mostDrift;
}

/** Returns how a token stands with its day of replacement, seen from a calendar day. */
export function ageOf(replaceBy: string | null, today: string): "overdue" | "due" | null {
  if (replaceBy === null || replaceBy > dayAfter(today, ageingDays)) return null;
  return replaceBy < today ? "overdue" : "due";
}

/** Returns the calendar day so many days after another. */
export function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);
}
