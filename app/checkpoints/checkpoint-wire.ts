import { z } from "zod";

const CheckpointWire = z.object({
  size: z.number().int().describe("How many rows the log had."),
  at: z.iso.datetime(),
  hash: z.string().describe("Of its last row."),
  key_id: z.string(),
  note: z.string().describe("The signed note, byte for byte."),
});

export const CheckpointsWire = z.object({
  data: z.array(CheckpointWire),
  next_cursor: z.string().nullable().describe("Send it as `cursor`; null at the end."),
});

export const CheckpointsQuery = z.object({
  cursor: z.coerce.number().int().positive().optional().describe("`next_cursor` of the page before."),
  limit: z.coerce.number().int().min(1).max(100).default(30),
});
