import { networkAround } from "#app/engine/network.ts";
import type { Instant } from "#app/engine/types.ts";
import type { DecisionRecord } from "./decision-record.ts";
import { readRecord } from "./read-record.ts";

/** What uses of an exception are counted by: in all, by quarter of an hour, by whom, where and from which network. */
export type UsageFacet = "all" | "quarter" | "subject" | "application" | "network";

export type UsageCount = {
  exceptionId: string;
  facet: UsageFacet;
  /** Empty for all; a quarter is the beginning of its instant, as 2026-11-24T10:15. */
  value: string;
  uses: number;
  lastAt: Instant;
};

/** Counts decisions by the exceptions that they rested on. In the order of their keys, so that two writers never wait for each other. */
export function countUsage(decisions: readonly DecisionRecord[]): UsageCount[] {
  const counts = new Map<string, UsageCount>();
  for (const decision of decisions) {
    const { exceptionId, at } = decision;
    if (exceptionId === null) continue;
    for (const [facet, value] of facetsOf(decision)) {
      const key = `${exceptionId} ${facet} ${value}`;
      const known = counts.get(key);
      if (known === undefined) counts.set(key, { exceptionId, facet, value, uses: 1, lastAt: at });
      else {
        known.uses += 1;
        if (at > known.lastAt) known.lastAt = at;
      }
    }
  }
  return [...counts].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, count]) => count);
}

function facetsOf(decision: DecisionRecord): [UsageFacet, string][] {
  const { at, subjectId, applicationId } = decision;
  const { ip } = readRecord(decision).signIn.client;
  const network = ip === null ? null : networkAround(ip);
  return [
    ["all", ""],
    ["quarter", quarterOf(at)],
    ["subject", subjectId],
    ["application", applicationId],
    ...(network === null ? [] : [["network", network] satisfies [UsageFacet, string]]),
  ];
}

/** Every zone's days begin at a quarter of an hour, so days of any zone are made of these. */
function quarterOf(at: Instant): string {
  const minutes = Math.floor(Number(at.slice(14, 16)) / 15) * 15;
  return `${at.slice(0, 14)}${String(minutes).padStart(2, "0")}`;
}
