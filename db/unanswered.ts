import type { Instant } from "#app/engine/types.ts";
import type { Exception } from "#app/register/exception.ts";
import type { Db } from "./connect.ts";
import { exceptionOf } from "./exceptions.ts";

/** The duty under which it is marked that whoever asked was told when their request lapses. */
export const answerDuty = "answer";

/** A request that was sent back with a question; null until its requestor was told when it lapses. */
export type Unanswered = { record: Exception; lapsesAt: Instant | null };

/** Returns requests that were sent back and not touched since an instant, from one id on, with what was told of each. */
export async function listUnanswered(
  db: Db,
  workspaceId: string,
  { untouchedSince, after, limit }: { untouchedSince: Instant; after: string; limit: number },
): Promise<Unanswered[]> {
  const rows = await db
    .selectFrom("exceptions")
    .leftJoin("dutyNotices", (join) =>
      join
        .onRef("dutyNotices.workspaceId", "=", "exceptions.workspaceId")
        .onRef("dutyNotices.subjectId", "=", "exceptions.id")
        .onRef("dutyNotices.step", "=", "exceptions.updatedAt")
        .on("dutyNotices.duty", "=", answerDuty),
    )
    .selectAll("exceptions")
    .select("dutyNotices.dueAt as lapsesAt")
    .where("exceptions.workspaceId", "=", workspaceId)
    .where("exceptions.state", "=", "changes_requested")
    .where("exceptions.updatedAt", "<=", untouchedSince)
    .where("exceptions.id", ">", after)
    .orderBy("exceptions.id")
    .limit(limit)
    .execute();
  return rows.map(({ lapsesAt, ...row }) => ({ record: exceptionOf(row), lapsesAt }));
}

/** Whether somebody was told when a request lapses that was sent back then. */
export async function wasToldOfLapse(
  db: Db,
  workspaceId: string,
  { id, since }: { id: string; since: Instant },
): Promise<boolean> {
  const told = await db
    .selectFrom("dutyNotices")
    .select("dueAt")
    .where("workspaceId", "=", workspaceId)
    .where("duty", "=", answerDuty)
    .where("subjectId", "=", id)
    .where("step", "=", since)
    .executeTakeFirst();
  return told !== undefined;
}
