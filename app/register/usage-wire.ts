import { z } from "zod";
import type { Usage, UsageShares } from "./usage.ts";

const nullableInstant = z.iso.datetime().nullable();
const count = z.number().int();

const sharesOf = (what: string) =>
  z
    .object({
      count: count.describe(`How many different ${what}.`),
      most: z.array(z.object({ id: z.string(), uses: count, last_used_at: z.iso.datetime() })),
    })
    .describe(`The ten ${what} with the most uses.`);

/** How a record was used, as the API says it. */
export const UsageWire = z.object({
  exception_id: z.string(),
  is_complete: z.boolean().describe("False while there are decisions that have not been counted yet."),
  count: count.describe("Sign-ins and step-ups that were let in and rested on it."),
  last_used_at: nullableInstant,
  max_uses: count.nullable(),
  uses_left: count.nullable().describe("Null where its scope sets no number."),
  dormant: z
    .object({ since: z.iso.datetime(), days: count })
    .nullable()
    .describe("Set where it is in force and has lain idle for longer than its category allows."),
  subjects: sharesOf("people and service principals"),
  applications: sharesOf("applications"),
  networks: sharesOf("networks, IPv4 by /24 and IPv6 by /48"),
  time_zone: z.string(),
  days: z
    .array(z.object({ date: z.iso.date(), uses: count }))
    .describe("The last 90 calendar days of the workspace's time zone, the earliest first."),
});

export function usageWireOf(id: string, usage: Usage): z.output<typeof UsageWire> {
  return {
    exception_id: id,
    is_complete: usage.isComplete,
    count: usage.count,
    last_used_at: usage.lastUsedAt,
    max_uses: usage.maxUses,
    uses_left: usage.usesLeft,
    dormant: usage.dormancy,
    subjects: wireOf(usage.subjects),
    applications: wireOf(usage.applications),
    networks: wireOf(usage.networks),
    time_zone: usage.timeZone,
    days: usage.days,
  };
}

function wireOf({ count: different, most }: UsageShares) {
  return {
    count: different,
    most: most.map(({ value, uses, lastAt }) => ({ id: value, uses, last_used_at: lastAt })),
  };
}
