import { z } from "zod";
import { mostAtOnce } from "./bulk.ts";

const ids = z
  .array(z.string().min(1).max(40), "Name at least one record.")
  .min(1, "Name at least one record.")
  .max(mostAtOnce, `Name at most ${mostAtOnce} records at once.`);
const comment = z.string().trim().max(10_000);

/** What is to be done with several records. */
export const BulkWire = z.discriminatedUnion("action", [
  z.object({ action: z.literal("remind"), ids, comment: comment.default("") }),
  z.object({
    action: z.literal("assign_owner"),
    ids,
    owner_id: z
      .string({ error: "Name the new owner." })
      .trim()
      .min(1, "Name the new owner.")
      .describe("By id or e-mail address."),
    comment: comment.min(1, "Say why."),
  }),
]);
export type BulkWire = z.output<typeof BulkWire>;

/** What became of each record, in the order in which they were named; one that was refused holds up no other. */
export const BulkAnswerWire = z.object({
  done: z.number().int(),
  refused: z.number().int(),
  results: z.array(
    z.object({
      id: z.string(),
      status: z.number().int().describe("As if it had been asked for by itself."),
      code: z.string().nullable().describe("Why not; null where it was done."),
      detail: z.string().nullable(),
    }),
  ),
});
export type BulkAnswerWire = z.output<typeof BulkAnswerWire>;
