import { z } from "zod";
import { approvalFaults } from "#app/access-requests/task.ts";
import { effects, factorKinds, outcomes, reasons, subjectKinds } from "#app/engine/types.ts";
import { categoryIds } from "#app/register/category.ts";
import { actionNames } from "./evaluation-request.ts";

/**
 * The request of an evaluation as the API description shows it. The endpoint itself reads requests by hand
 * (evaluation-request.ts), since it answers tens of thousands a second; a test holds the two together.
 */
export const EvaluationRequestWire = z.looseObject({
  subject: z.looseObject({
    type: z.enum(subjectKinds),
    id: z.string().min(1).max(256).describe("A user name or id, or a service principal's id."),
  }),
  action: z.looseObject({ name: z.enum(actionNames) }),
  resource: z.looseObject({ type: z.literal("application"), id: z.string().min(1).max(256) }),
  context: z
    .looseObject({
      ip: z.string().nullable().optional(),
      device: z.string().nullable().optional().describe("unknown, unmanaged, managed or compliant"),
      device_known: z.unknown().optional().describe("true on a device where this person has completed MFA before"),
      protocol: z.string().nullable().optional().describe("modern, imap, pop, smtp, …; anything unknown cannot prompt"),
      country: z.string().nullable().optional(),
      approval: z
        .looseObject({ id: z.string().min(1).max(256) })
        .optional()
        .describe("The record that an access request led to; a pointer, which lets nobody in by itself."),
      max_age: z.unknown().optional().describe("step_up: whole seconds, 1 to 900; a larger number counts as 900"),
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

const Obligation = z.object({
  id: z.string(),
  type: z.literal("step-up"),
  properties: z.object({ acr_value: z.string(), amr_values: z.array(z.string()), max_age: z.number().int() }),
});

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
    max_age: z.number().int().optional().describe("Seconds within which the factor of a step-up has to be used."),
    acr_values: z.string().optional().describe("What a step-up asks of the sign-in page, as RFC 9470 has it."),
    amr_values: z.string().optional().describe("`mfa` and the methods of which one would do, with spaces between."),
    obligations: z.array(Obligation).optional(),
    evaluation_id: z.string().optional(),
    evaluated_at: z.iso.datetime().optional(),
    access_request: z
      .object({
        endpoint: z.string(),
        template: z.enum(categoryIds),
        expires_at: z.iso.datetime(),
        binding_token: z.string(),
        form_url: z.string(),
      })
      .optional()
      .describe("How to ask for an exception, where one could help and ACCESS_REQUESTS is on."),
    approval: z
      .object({ id: z.string(), reason: z.enum(approvalFaults), next_action: z.enum(["request", "retry", "none"]) })
      .optional()
      .describe("Why the approval that was pointed to does not let anybody in."),
    because: z.array(
      z.object({ step: z.string(), rule: z.string(), asked: z.string(), hit: z.boolean(), won: z.boolean() }),
    ),
  }),
});
