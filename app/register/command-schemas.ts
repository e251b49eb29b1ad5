import { z } from "zod";
import { RiskSchema } from "./exception-schemas.ts";
import type { Command } from "./lifecycle.ts";

const comment = z.string().trim().max(10_000).default("");
const neededComment = z.string({ error: "Say why." }).trim().min(1, "Say why.").max(10_000);
const needed = (what: string) => z.string({ error: what }).trim().min(1, what).max(10_000);

/** What each command carries beside the version that was read. */
export const commandSchemas = {
  submit: z.object({ comment }),
  resubmit: z.object({ comment }),
  request_changes: z.object({ comment: neededComment }),
  assess: z.object({
    inherent: RiskSchema,
    residual: RiskSchema,
    comment: needed("Say how you came to the rating."),
  }),
  approve: z.object({ comment }),
  reject: z.object({ comment: neededComment }),
  withdraw: z.object({ comment }),
  implement: z.object({ change_reference: needed("Name the change that put it in place."), comment }),
  revoke: z.object({ comment: neededComment }),
  close: z.object({
    evidence: needed("Say what shows that it has ended."),
    replaced_by: needed("Say what replaced it, or that nothing did."),
    would_have_avoided: needed("Say what would have avoided it."),
    comment,
  }),
} as const satisfies Record<Command, z.ZodType>;

export type CommandInput = {
  [C in Command]: { command: C; version: number } & z.output<(typeof commandSchemas)[C]>;
}[Command];
