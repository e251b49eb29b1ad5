import { z } from "zod";
import type { Comment } from "#app/register/comment.ts";
import type { Db } from "./connect.ts";

const Mentions = z.array(z.string());

export async function insertComment(tx: Db, { mentions, ...comment }: Comment): Promise<void> {
  await tx
    .insertInto("exceptionComments")
    .values({ ...comment, mentions: JSON.stringify(mentions) })
    .execute();
}

/** Returns a page of what was said about a record, oldest first, after the comment with this id. */
export async function listComments(
  db: Db,
  workspaceId: string,
  { exceptionId, after, limit }: { exceptionId: string; after: string | null; limit: number },
): Promise<{ comments: Comment[]; next: string | null }> {
  const last = after === null ? undefined : (await findComments(db, workspaceId, [after])).get(after);
  const rows = await db
    .selectFrom("exceptionComments")
    .selectAll()
    .where("workspaceId", "=", workspaceId)
    .where("exceptionId", "=", exceptionId)
    .$if(last !== undefined, (builder) =>
      builder.where(({ eb, refTuple, tuple }) => eb(refTuple("at", "id"), ">", tuple(last?.at ?? "", last?.id ?? ""))),
    )
    .orderBy("at")
    .orderBy("id")
    .limit(limit + 1)
    .execute();
  const comments = rows.slice(0, limit).map(commentOf);
  return { comments, next: rows.length > limit ? (comments.at(-1)?.id ?? null) : null };
}

/** Returns comments by id; an id that the workspace does not have is left out. */
export async function findComments(db: Db, workspaceId: string, ids: readonly string[]): Promise<Map<string, Comment>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom("exceptionComments")
    .selectAll()
    .where("workspaceId", "=", workspaceId)
    .where("id", "in", [...ids])
    .execute();
  return new Map(rows.map((row) => [row.id, commentOf(row)]));
}

function commentOf({ mentions, ...row }: Omit<Comment, "mentions"> & { mentions: string }): Comment {
  return { ...row, mentions: Mentions.parse(JSON.parse(mentions)) };
}
