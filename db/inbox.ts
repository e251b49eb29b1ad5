import type { Instant } from "#app/engine/types.ts";
import { inboxTemplates } from "#app/mail/inbox-templates.ts";
import type { MessagePlace } from "#app/mail/message-place.ts";
import type { Template } from "#app/mail/templates.ts";
import type { Db } from "./connect.ts";
import { queued } from "./outbox.ts";

/** A message as its reader has it in their inbox. */
export type InboxMessage = {
  id: string;
  template: Template;
  data: Record<string, string>;
  createdAt: Instant;
  readAt: Instant | null;
};

/** Whose inbox; it goes back as far as `since`. */
export type Inbox = { workspaceId: string; userId: string; since: Instant };

export type InboxPage = {
  templates: readonly Template[];
  isUnread: boolean;
  /** Only what is older than this message; null for the newest. */
  before: MessagePlace | null;
  limit: number;
};

const all = inboxTemplates();

function messagesIn(db: Db, { workspaceId, userId, since }: Inbox, templates: readonly Template[]) {
  return db
    .selectFrom("outbox")
    .where("workspaceId", "=", workspaceId)
    .where("toUserId", "=", userId)
    .where("createdAt", ">=", since)
    .where("template", "in", templates);
}

/** Returns how many messages a person has not read. */
export async function countUnread(db: Db, inbox: Inbox): Promise<number> {
  const { count } = await messagesIn(db, inbox, all)
    .where("readAt", "is", null)
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .executeTakeFirstOrThrow();
  return count;
}

/** Returns a page of a person's messages, the newest first, and whether there are older ones. */
export async function listInbox(
  db: Db,
  inbox: Inbox,
  { templates, isUnread, before, limit }: InboxPage,
): Promise<{ messages: InboxMessage[]; hasMore: boolean }> {
  const rows = await messagesIn(db, inbox, templates)
    .select(["id", "template", "toUserId", "toAddress", "data", "attempts", "createdAt", "triedFrom", "readAt"])
    .$if(isUnread, (query) => query.where("readAt", "is", null))
    .$if(before !== null, (query) =>
      query.where((eb) =>
        eb.or([
          eb("createdAt", "<", before?.createdAt ?? ""),
          eb.and([eb("createdAt", "=", before?.createdAt ?? ""), eb("id", "<", before?.id ?? "")]),
        ]),
      ),
    )
    .orderBy("createdAt", "desc")
    .orderBy("id", "desc")
    .limit(limit + 1)
    .execute();
  const messages = rows.slice(0, limit).map(({ readAt, ...row }) => {
    const { id, template, data, createdAt } = queued(inbox.workspaceId, row);
    return { id, template, data, createdAt, readAt };
  });
  return { messages, hasMore: rows.length > limit };
}

/** Marks messages as read, all of them when none is named; returns those that were there, read before or not. */
export async function markRead(
  db: Db,
  inbox: Inbox,
  id: string | null,
  now: Instant,
): Promise<Pick<InboxMessage, "id" | "template" | "data">[]> {
  const rows = await db
    .updateTable("outbox")
    .set((eb) => ({ readAt: eb.fn.coalesce("readAt", eb.val(now)) }))
    .where("workspaceId", "=", inbox.workspaceId)
    .where("toUserId", "=", inbox.userId)
    .where("createdAt", ">=", inbox.since)
    .where("template", "in", all)
    .$if(id === null, (query) => query.where("readAt", "is", null))
    .$if(id !== null, (query) => query.where("id", "=", id ?? ""))
    .returning(["id", "template", "toUserId", "toAddress", "data", "attempts", "createdAt", "triedFrom"])
    .execute();
  return rows.map((row) => queued(inbox.workspaceId, row));
}
