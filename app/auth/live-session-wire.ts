import { z } from "zod";
import { methodNames } from "#app/engine/types.ts";

const instant = z.iso.datetime();

/** A session of the register that has not ended, as the API says it. */
const LiveSessionWire = z.object({
  id: z.string(),
  user_id: z.string(),
  ip: z.string().nullable(),
  user_agent: z.string().nullable(),
  methods: z.array(z.enum(methodNames)),
  is_bypass: z.boolean().describe("Let in with less than the policy asks for, so at AAL1."),
  is_pending: z.boolean().describe("Leads to the next step of the sign-in and nowhere else."),
  exception_id: z.string().nullable().describe("The exception that it rests on, with which it ends."),
  created_at: instant,
  last_seen_at: instant,
  ends_at: instant.describe("Unless it is used before."),
});

export const LiveSessionsWire = z.object({ data: z.array(LiveSessionWire) });
export const SessionsEndedWire = z.object({ ended: z.number().int().describe("How many there were.") });
