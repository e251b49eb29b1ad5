import { z } from "zod";
import { effects, outcomes, reasons } from "#app/engine/types.ts";
import type { Difference } from "./evaluate-again.ts";
import { responseContext } from "./evaluation-response.ts";
import { EvaluationResponseWire } from "./evaluation-wire.ts";
import type { Explained } from "./explained.ts";
import type { SignInRow } from "./sign-in-query.ts";

const nullableText = z.string().nullable();
const nullableInstant = z.iso.datetime().nullable();
const aal = z.number().int().min(0).max(2);

/** A decision as a list has it. */
export const DecisionSummaryWire = z.object({
  id: z.string(),
  at: z.iso.datetime(),
  subject_id: z.string(),
  application_id: z.string(),
  outcome: z.enum(outcomes),
  reason: z.enum(reasons),
  exception_id: nullableText,
});

export function summaryWireOf({
  decisionId,
  at,
  subjectId,
  applicationId,
  outcome,
  reason,
  exceptionId,
}: Omit<SignInRow, "method">) {
  const about = { subject_id: subjectId, application_id: applicationId };
  return { id: decisionId, at, ...about, outcome, reason, exception_id: exceptionId };
}

const DifferenceWire = z.object({ what: z.string(), recorded: z.string(), again: z.string() });

/** A decision with what it rested on, and the same decision made again from that. */
export const DecisionWire = DecisionSummaryWire.extend({
  request_id: nullableText,
  asked_for: z
    .string()
    .describe("The id of whom it was about; where nobody was known, the subject as the caller named it."),
  action: z.enum(["sign_in", "step_up"]),
  policy_version: z.number().int(),
  required_aal: aal,
  achieved_aal: aal,
  grace_ends_at: nullableInstant,
  sealed_at: nullableInstant.describe("When it was sealed into the audit log."),
  subject: z
    .object({
      type: z.string(),
      created_at: z.iso.datetime(),
      disabled_at: nullableInstant,
      locked_until: nullableInstant,
      first_sign_in_at: nullableInstant,
      factors_reset_at: nullableInstant,
      groups: z.array(z.string()),
      roles: z.array(z.string()),
      factors: z.array(z.object({ id: z.string(), kind: z.string(), remaining: z.number().nullable() })),
    })
    .nullable()
    .describe("As it was known then; null for one that the directory did not know."),
  client: z.object({
    ip: nullableText,
    device: z.string(),
    device_known: z.boolean(),
    protocol: z.string(),
    country: nullableText,
  }),
  completed_methods: z.array(
    z.object({
      method: z.string(),
      completed_at: z.iso.datetime(),
      user_verified: z.boolean(),
      vouched: z.literal(true).optional().describe("An identity provider that is believed in it said so."),
    }),
  ),
  exceptions: z
    .array(
      z.object({
        id: z.string(),
        version: z.number().int(),
        effect: z.enum(effects),
        starts_at: z.iso.datetime(),
        ends_at: z.iso.datetime(),
        uses_left: z
          .number()
          .int()
          .nullable()
          .describe("How many uses were left for it; null where they are not counted."),
      }),
    )
    .describe("Those that were read, as they were."),
  evaluated_again: z
    .object({
      is_same_answer: z.boolean(),
      differences: z.array(DifferenceWire),
      answer: EvaluationResponseWire.shape.context.omit({ decision_id: true }),
    })
    .nullable()
    .describe("From what was recorded; null where an exception that was read was not kept as it was then."),
});

export function decisionWireOf({ id, row, read, exemptions, again, sealedAt }: Explained) {
  const { subject, client, completed } = read.signIn;
  return {
    ...summaryWireOf({ decisionId: id, ...row }),
    request_id: read.requestId,
    asked_for: read.askedFor,
    action: read.stepUp === undefined ? "sign_in" : "step_up",
    policy_version: read.policyVersion,
    required_aal: read.requiredAal,
    achieved_aal: read.achievedAal,
    grace_ends_at: read.graceEndsAt,
    sealed_at: sealedAt,
    subject: subject && {
      type: subject.kind,
      created_at: subject.createdAt,
      disabled_at: subject.disabledAt,
      locked_until: subject.lockedUntil,
      first_sign_in_at: subject.firstSignInAt,
      factors_reset_at: subject.factorsResetAt ?? null,
      groups: subject.groups,
      roles: subject.roles,
      factors: subject.factors,
    },
    client: {
      ip: client.ip,
      device: client.device,
      device_known: client.isKnownDevice,
      protocol: client.protocol,
      country: client.country,
    },
    completed_methods: completed.map(({ method, completedAt, userVerified, isVouched }) => ({
      method,
      completed_at: completedAt,
      user_verified: userVerified,
      ...(isVouched && { vouched: true as const }),
    })),
    exceptions: exemptions.map(({ id: exceptionId, version, effect, startsAt, endsAt, usesLeft }) => ({
      ...{ id: exceptionId, version, effect },
      ...{ starts_at: startsAt, ends_at: endsAt, uses_left: usesLeft },
    })),
    evaluated_again: again && {
      is_same_answer: again.answer.length === 0,
      differences: [...again.answer, ...again.trace] satisfies Difference[],
      answer: responseContext(again.decision, read.stepUp),
    },
  };
}
