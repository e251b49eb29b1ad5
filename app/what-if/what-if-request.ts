import { z } from "zod";
import { devicePostures, type MethodName, methodNames, protocols, subjectKinds } from "#app/engine/types.ts";
import { Instant } from "#app/register/exception-schemas.ts";
import type { EvaluationRequest } from "#app/signins/evaluation-request.ts";

const id = z.string().trim().min(1).max(256);

/** A sign-in that nobody has made, and the drafts under which to judge it too, as the API takes them. */
export const WhatIfRequest = z.object({
  subject: z.object({
    type: z.enum([...subjectKinds, "group"]),
    id: id.describe("A user name or id, a service principal's id, or a group's id for each of its members."),
  }),
  resource: z.object({ type: z.literal("application").default("application"), id }),
  context: z
    .object({
      ip: z.string().trim().max(45).nullable().default(null),
      device: z.enum(devicePostures).default("unknown"),
      device_known: z.boolean().default(false),
      protocol: z.enum(protocols).default("modern"),
      country: z
        .string()
        .regex(/^[A-Z]{2}$/)
        .nullable()
        .default(null),
      completed_methods: z.array(z.enum(methodNames)).max(methodNames.length).default(["password"]),
    })
    .prefault({}),
  at: Instant.optional().describe("When it would take place; now, if left out."),
  policy_draft: id.optional().describe("An open policy draft to judge it by as well."),
  exception: id.optional().describe("A record that is not in force, to be counted as if it were."),
});
export type WhatIfRequest = z.output<typeof WhatIfRequest>;

/** Methods that a person proves with a gesture of their own, beside having the thing. */
const verifying: readonly MethodName[] = ["passkey", "security_key"];

/** Returns the request that the login path would send about one subject at this time. */
export function requestAbout(
  subject: { kind: EvaluationRequest["subjectKind"]; id: string },
  { resource, context }: WhatIfRequest,
  at: string,
): EvaluationRequest {
  const { ip, device, device_known: isKnownDevice, protocol, country, completed_methods: methods } = context;
  return {
    subjectKind: subject.kind,
    subjectId: subject.id,
    applicationId: resource.id,
    client: { ip, device, isKnownDevice, protocol, country },
    completed: methods.map((method) => ({ method, completedAt: at, userVerified: verifying.includes(method) })),
  };
}
