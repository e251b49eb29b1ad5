import { findAttachment, listAttachments } from "#db/attachments.ts";
import { findComments, listComments } from "#db/comments.ts";
import type { Db } from "#db/connect.ts";
import { usersMentioned } from "#db/mentioned.ts";
import { findRevisions, listRevisions, revisionsBetween } from "#db/revisions.ts";
import { beginWatch, endWatch, watchersOf } from "#db/watchers.ts";
import type { Other } from "#test/support/other-workspace.ts";

const now = "2026-11-20T10:30:00.000Z";

/** What stands around a record, asked for from another workspace. */
export const aroundReads: Record<
  string,
  [ask: (db: Db, workspaceId: string, other: Other) => Promise<unknown>, answer: unknown]
> = {
  listComments: [
    (db, id, { comment: { exceptionId } }) => listComments(db, id, { exceptionId, after: null, limit: 9 }),
    { comments: [], next: null },
  ],
  findComments: [(db, id, { comment }) => findComments(db, id, [comment.id]), new Map()],
  usersMentioned: [(db, id, { userName }) => usersMentioned(db, id, [userName]), []],
  listAttachments: [(db, id, { attachment }) => listAttachments(db, id, attachment.exceptionId), []],
  findAttachment: [(db, id, { attachment }) => findAttachment(db, id, attachment), undefined],
  listRevisions: [(db, id, { exception }) => listRevisions(db, id, exception.id), []],
  findRevisions: [
    (db, id, { exception }) => findRevisions(db, id, { exceptionId: exception.id, versions: [exception.version] }),
    new Map(),
  ],
  revisionsBetween: [
    (db, id, { exception }) =>
      revisionsBetween(db, id, { exceptionId: exception.id, from: "2000-01-01T00:00:00.000Z", to: now }),
    [],
  ],
  watchersOf: [(db, id, { watch }) => watchersOf(db, id, watch.exceptionId), []],
};

export const aroundChanges: Record<string, (db: Db, workspaceId: string, other: Other) => Promise<unknown>> = {
  beginWatch: (db, id, { exception, userId }) => beginWatch(db, id, { exceptionId: exception.id, userId, since: now }),
  endWatch: (db, id, { watch }) => endWatch(db, id, watch),
};
