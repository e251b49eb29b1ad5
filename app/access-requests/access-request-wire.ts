import { z } from "zod";
import { subjectKinds } from "#app/engine/types.ts";
import { Instant } from "#app/register/exception-schemas.ts";
import { approvalStates, taskStatuses } from "./task.ts";

const id = z.string().min(1).max(256);

/** A request for an exception after a refusal, as the AuthZEN draft of access requests has it. */
export const AccessRequestWire = z.object({
  subject: z.object({ type: z.enum(subjectKinds), id }),
  resource: z.object({ type: z.literal("application"), id }),
  action: z.object({ name: z.string() }).optional(),
  context: z.object({
    business_justification: z.string().trim().min(1, "Say why it is needed.").max(10_000),
    exception: z
      .record(z.string(), z.unknown())
      .default({})
      .describe("Further fields of the record, as in POST /api/v1/exceptions; what the refusal was about is fixed."),
  }),
  requested_access: z
    .object({
      requested_until: Instant.optional(),
      emergency: z.boolean().default(false).describe("Asks that it be granted at once; a person decides."),
    })
    .prefault({}),
  denial: z.object({
    binding_token: z.string().min(1).max(4096),
    evaluation_id: z.string().optional(),
  }),
});
export type AccessRequestWire = z.output<typeof AccessRequestWire>;

/** How a request stands. */
export const TaskWire = z.object({
  task: z.object({
    id: z.string(),
    status: z.enum(taskStatuses),
    status_endpoint: z.string(),
    expires_at: z.iso.datetime(),
    links: z.object({
      ticket: z.string(),
      review: z.string().optional().describe("Where somebody adds what is missing before anybody can decide."),
      cancel: z.string().optional(),
    }),
  }),
  result: z
    .object({
      mode: z.literal("reevaluate"),
      approval: z.object({
        id: z.string(),
        approved_at: z.iso.datetime(),
        approved_until: z.iso.datetime(),
        state: z.enum(approvalStates),
      }),
    })
    .optional()
    .describe("Points to the record; ask for the decision again, which looks at the record itself."),
});
export type TaskWire = z.output<typeof TaskWire>;
