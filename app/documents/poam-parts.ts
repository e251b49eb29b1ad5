import type { Instant } from "#app/engine/types.ts";
import type { Exception } from "#app/register/exception.ts";
import type { RiskStatus } from "./poam-status.ts";
import { stableUuid } from "./stable-uuid.ts";

/** From one instant to another; the end is not part of it. */
export type Period = { from: Instant; to: Instant };

/** Somebody whom a record names. */
export type Party = { id: string; name: string };

/** An event of a record, as its risk log says it. */
export type PoamEvent = {
  seq: number;
  at: Instant;
  hash: string;
  type: string;
  /** What happened, in words. */
  title: string;
  /** Who did it, where it was a person. */
  actorId: string | null;
  /** How the risk stood from then on, where the event changed that. */
  status: RiskStatus | null;
};

/** A record as it stood at the end of the period, with what its risk is written from. */
export type PoamRecord = {
  record: Exception;
  status: RiskStatus;
  /** The category's name. */
  category: string;
  /** Whether why it is needed, and what was said of it, is for approvers only; then none of it is written. */
  isPrivate: boolean;
  /** What it does and whom it covers, in words. */
  effect: string;
  scope: string;
  events: readonly PoamEvent[];
};

/** The namespace of properties and facets that are the register's own. */
export const ns = "urn:mfa-register:oscal";

/** Where a person is named. */
export const personUuid = (workspaceId: string, userId: string) => stableUuid(workspaceId, "user", userId);
/** The register itself, where nobody in particular says something. */
export const toolUuid = (workspaceId: string) => stableUuid(workspaceId, "register");

/** Makes one line of a text, as OSCAL's strings are: without space at its ends, and never empty. */
export function line(text: string): string {
  const words = text.replace(/\s+/g, " ").trim();
  return words === "" ? "–" : words;
}

/** A property in the register's namespace; one without a value is left out. */
export function prop(name: string, value: string | null): { name: string; ns: string; value: string }[] {
  return value === null || value.trim() === "" ? [] : [{ name, ns, value: line(value) }];
}
