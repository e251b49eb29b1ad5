import type { Instant } from "#app/engine/types.ts";
import { addHours } from "#app/register/days.ts";

export const useClasses = ["drill", "declared_emergency", "misuse"] as const;
export type UseClass = (typeof useClasses)[number];

/** What the log can be asked for. */
export const useFilters = ["open", "unclassified", ...useClasses] as const;
export type UseFilter = (typeof useFilters)[number];

/** What came of a use, told by those who were there. */
export type PostMortem = { whatHappened: string; whyNeeded: string; whatWasDone: string; whatWouldAvoid: string };

/** A sign-in as an account for emergencies, as the decision that let it in knew it. */
export type NewBreakGlassUse = {
  /** The id of that decision. */
  id: string;
  userId: string;
  at: Instant;
  applicationId: string;
  ip: string | null;
  /** Separated by commas. */
  methods: string;
  reason: string;
  exceptionId: string | null;
};

/** A use of an account for emergencies: a sign-in that somebody has to account for. */
export type BreakGlassUse = NewBreakGlassUse & {
  /** Null until the register has looked at it and told people. */
  notedAt: Instant | null;
  /** The use that it belongs to, which is accounted for in its place. */
  partOf: string | null;
  drillId: string | null;
  incidentId: string | null;
  /** Which person it was; an account shows only that somebody opened the seal. */
  signedInBy: string | null;
  classification: UseClass | null;
  explanation: string | null;
  /** Null where the register did it, from what was planned or declared. */
  classifiedBy: string | null;
  classifiedAt: Instant | null;
  postMortem: PostMortem | null;
  closedBy: string | null;
  closedAt: Instant | null;
};

const sameUseMinutes = 10;
const hoursToClassify = 24;

/** By when somebody has to have said what a use was. */
export function classifyBy(at: Instant): Instant {
  return addHours(at, hoursToClassify);
}

/**
 * Whether a sign-in belongs to a use that began before it: one person at one place opens several pages, and a proxy asks
 * for each of them. The time counts from the beginning, so that whoever keeps signing in raises the alarm anew.
 */
export function belongsTo(
  begun: Pick<BreakGlassUse, "userId" | "applicationId" | "ip" | "at">,
  use: Pick<BreakGlassUse, "userId" | "applicationId" | "ip" | "at">,
): boolean {
  const apart = Date.parse(use.at) - Date.parse(begun.at);
  const isSamePlace =
    begun.userId === use.userId && begun.applicationId === use.applicationId && begun.ip === use.ip && use.ip !== null;
  return isSamePlace && apart >= 0 && apart < sameUseMinutes * 60_000;
}

export type UseStanding = "closed" | "unclassified" | "overdue" | "open";

/** Where a use stands: only what is closed asks nothing of anybody. */
export function standingOfUse(
  use: Pick<BreakGlassUse, "classification" | "closedAt" | "at">,
  now: Instant,
): UseStanding {
  if (use.closedAt !== null) return "closed";
  if (use.classification !== null) return "open";
  return classifyBy(use.at) <= now ? "overdue" : "unclassified";
}

export type UseGap = "classification" | "signed_in_by" | "post_mortem" | "rotation" | "drill";

export const useGapWords: Readonly<Record<UseGap, string>> = {
  classification: "say what it was",
  signed_in_by: "say who signed in",
  post_mortem: "write down what happened",
  rotation: "have the rotation after it confirmed",
  drill: "finish the drill that it belongs to",
};

/** What a use still lacks before it can be closed: whatever it was, the secret has been out of its envelope. */
export function gapsOfUse(
  { classification, signedInBy, postMortem }: Pick<BreakGlassUse, "classification" | "signedInBy" | "postMortem">,
  { isRotated, isDrillFinished }: { isRotated: boolean; isDrillFinished: boolean },
): UseGap[] {
  const isDrill = classification === "drill";
  const gaps: [UseGap, boolean][] = [
    ["classification", classification === null],
    // Of misuse nobody may know who it was; that is what the finding is about.
    ["signed_in_by", signedInBy === null && classification !== "misuse"],
    ["post_mortem", postMortem === null && !isDrill],
    ["drill", isDrill && !isDrillFinished],
    ["rotation", !isRotated],
  ];
  return gaps.filter(([, isMissing]) => isMissing).map(([gap]) => gap);
}

/** Whether somebody may close a use: neither who signed in, nor who said what it was, nor the account itself. */
export function mayClose(
  { userId, signedInBy, classifiedBy }: Pick<BreakGlassUse, "userId" | "signedInBy" | "classifiedBy">,
  closer: string,
): boolean {
  return closer !== userId && closer !== signedInBy && closer !== classifiedBy;
}
