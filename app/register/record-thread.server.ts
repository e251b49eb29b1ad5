import { z } from "zod";
import type { AuditRow } from "#app/audit/chain.ts";
import type { EventType } from "#app/audit/events.ts";
import type { Caller } from "#app/auth/caller.server.ts";
import { historyOf } from "#db/audit-trail.ts";
import { findComments } from "#db/comments.ts";
import type { Db } from "#db/connect.ts";
import { findUsers } from "#db/users.ts";
import { actorNames } from "./actor-names.server.ts";
import type { Sight } from "./exception-wire.ts";
import { partsOf, type TextPart } from "./mentions.ts";

/** As many entries as one page of a record's thread or history has. */
export const pageSize = 30;

/** What is neither said nor decided; the history has it. */
export const beside: readonly EventType[] = [
  "exception.watched",
  "exception.unwatched",
  "exception.expiry_warned",
  "exception.attachment_added",
  "exception.attachment_withdrawn",
  "document.made",
];

const Said = z.object({
  comment: z.string().default(""),
  commentId: z.string().optional(),
  /** The absent approver whose place was taken. */
  onBehalfOf: z.string().nullish(),
});

export type ThreadEntry = { seq: number; at: string; type: string; who: string; said: TextPart[]; isHidden: boolean };

/**
 * Returns a page of what was decided and said about a record, oldest first: the last one, or the one before a seq.
 * Where the reason is for approvers, so is what was said of it, save to whoever said it.
 */
export async function recordThread(
  db: Db,
  caller: Caller,
  { record, showsReason }: Sight,
  before: number | null,
): Promise<{ entries: ThreadEntry[]; older: number | null }> {
  const { workspaceId } = record;
  const subject = { kind: "exception", id: record.id };
  const rows = await historyOf(db, workspaceId, subject, { without: beside, before, limit: pageSize + 1 });
  const page = rows.length > pageSize ? rows.slice(1) : rows;
  const saidIn = new Map(page.map((row) => [row.seq, Said.parse(JSON.parse(row.data))]));
  const comments = await findComments(
    db,
    workspaceId,
    [...saidIn.values()].flatMap(({ commentId }) => commentId ?? []),
  );
  const mentioned = await findUsers(
    db,
    workspaceId,
    [...comments.values()].flatMap(({ mentions }) => mentions),
  );
  const absent = await findUsers(
    db,
    workspaceId,
    [...saidIn.values()].flatMap(({ onBehalfOf }) => onBehalfOf ?? []),
  );
  const nameOf = await actorNames(db, workspaceId, page);
  const isOwn = ({ actorId }: AuditRow) => actorId === caller.user.id;
  const entries = page.map((row) => {
    const { comment, commentId, onBehalfOf = null } = saidIn.get(row.seq) ?? { comment: "" };
    const written = commentId === undefined ? undefined : comments.get(commentId);
    const text = written?.body ?? comment;
    const isReadable = showsReason || isOwn(row);
    const names = (written?.mentions ?? []).flatMap((id) => mentioned.get(id)?.userName ?? []);
    return {
      seq: row.seq,
      at: row.at,
      type: row.type,
      who: onBehalfOf ? `${nameOf(row)} for ${absent.get(onBehalfOf)?.displayName ?? onBehalfOf}` : nameOf(row),
      said: isReadable ? partsOf(text, names) : [],
      isHidden: !isReadable && text !== "",
    };
  });
  return { entries, older: rows.length > pageSize ? (page[0]?.seq ?? null) : null };
}

export type RecordThreadData = Awaited<ReturnType<typeof recordThread>>;
