import { z } from "zod";
import { methodNames } from "#app/engine/types.ts";

/** What a front end is told of a session that was let in. */
export const SessionWire = z.object({
  aal: z
    .number()
    .int()
    .min(0)
    .max(2)
    .describe("Assurance level that was reached; 1 with an exception or time to enrol."),
  amr: z.array(z.string()).describe("RFC 8176 method references; a bypass never has `mfa`."),
  methods: z.array(z.object({ method: z.enum(methodNames), completed_at: z.iso.datetime() })),
  reason: z.string().describe("Why it was let in, as in the decision."),
  decision_id: z.string(),
  expires_at: z.iso.datetime().describe("When it ends at the latest."),
});
export type SessionWire = z.output<typeof SessionWire>;
