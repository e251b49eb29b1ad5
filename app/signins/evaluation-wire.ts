import { z } from "zod";
import { effects, factorKinds, outcomes, reasons, subjectKinds } from "#app/engine/types.ts";

/**
 * The request of an evaluation as the API description shows it. The endpoint itself reads requests by hand
 * (evaluation-request.ts), since it answers tens of thousands a second; a test holds the two together.
 */
export const EvaluationRequestWire = z.looseObject({
  subject: z.looseObject({
    type: z.enum(subjectKinds),
    id: z.string().min(1).max(256).describe("A user name or id, or a service principal's id."),
  }),
  action: z.looseObject({ name: z.literal("sign_in") }),
  resource: z.looseObject({ type: z.literal("application"), id: z.string().min(1).max(256) }),
  context: z
    .looseObject({
      ip: z.string().nullable().optional(),
      device: z.string().nullable().optional().describe("unknown, unmanaged, managed or compliant"),
      protocol: z.string().nullable().optional().describe("modern, imap, pop, smtp, …; anything unknown cannot prompt"),
      device_known: z.unknown().optional().describe("true on a device where this person has completed MFA before"),
      country: z.string().nullable().optional(),
      completed_methods: z
        .array(
          z.looseObject({
            method: z.string().describe("password, federated, passkey, security_key, totp or recovery_code"),
            completed_at: z.string().describe("RFC 3339"),
            user_verified: z.boolean().nullable().optional(),
          }),
        )
        .max(32)
        .optional(),
    })
    .optional(),
});

const aal = z.number().int().min(0).max(2);

/** The answer of an evaluation. Only a completed, permitted sign-in is `decision: true`. */
export const EvaluationResponseWire = z.object({
  decision: z.boolean(),
  context: z.object({
    decision_id: z.string(),
    outcome: z.enum(outcomes),
    reason: z.enum(reasons),
    required_aal: aal,
    achieved_aal: aal,
    acceptable_factors: z.array(z.enum(factorKinds)),
    exception: z.object({ id: z.string(), effect: z.enum(effects), ends_at: z.iso.datetime() }).optional(),
    grace: z.object({ ends_at: z.iso.datetime() }).optional(),
    because: z.array(
      z.object({ step: z.string(), rule: z.string(), asked: z.string(), hit: z.boolean(), won: z.boolean() }),
    ),
  }),
});
