import { z } from "zod";
import type { Instant } from "#app/engine/types.ts";

/** Something that was said about a record; it is never edited or taken away. */
export type Comment = {
  workspaceId: string;
  exceptionId: string;
  id: string;
  authorId: string;
  body: string;
  /** The people who were named with an @ and may see the record. */
  mentions: string[];
  at: Instant;
};

/** What somebody hands in to be said. */
export const CommentBody = z.object({
  body: z
    .string()
    .trim()
    .min(1, "Write what you want to say.")
    .max(10_000, "A comment has at most 10,000 characters. Attach a file for more."),
});

/** What the API answers for one comment; `body` is null where only approvers may read it. */
export const CommentWire = z.object({
  id: z.string(),
  author_id: z.string(),
  body: z.string().nullable().describe("Null where what is said is for approvers only."),
  mentions: z.array(z.string()).describe("Ids of the people who were named with an @ and told."),
  at: z.iso.datetime(),
});

/** Writes a comment as the API shows it. */
export function commentWireOf({ id, authorId, body, mentions, at }: Comment, isReadable: boolean) {
  return { id, author_id: authorId, body: isReadable ? body : null, mentions, at } satisfies z.input<
    typeof CommentWire
  >;
}

/** Which page of the comments the API is asked for. */
export const CommentsQuery = z.object({
  cursor: z.string().min(1).nullable().default(null),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
