import { z } from "zod";
import type { Caller } from "#app/auth/caller.server.ts";
import type { Instant } from "#app/engine/types.ts";
import { addDays } from "#app/register/days.ts";
import { Refused } from "#app/register/refused.ts";
import type { Db } from "#db/connect.ts";
import { type Inbox, listInbox, markRead } from "#db/inbox.ts";
import { contentOf } from "./content-of.ts";
import { type InboxItem, inboxItem } from "./inbox-item.ts";
import { inboxTemplates } from "./inbox-templates.ts";
import { placeOf, placeText } from "./message-place.ts";
import { topics } from "./traits.ts";

/** How far back an inbox goes. */
export const inboxDays = 90;

/** Returns whose inbox a caller reads: their own, and nobody else's. */
export function inboxOf({ workspace, user }: Pick<Caller, "workspace" | "user">, now: Instant): Inbox {
  return { workspaceId: workspace.id, userId: user.id, since: addDays(now, -inboxDays) };
}

/** What an inbox may be asked for; anything that is none of it reads as "all" or "the newest". */
export const InboxQuery = z.object({
  topic: z.enum(topics).nullable().catch(null).default(null),
  unread: z
    .literal("1")
    .optional()
    .catch(undefined)
    .transform((asked) => asked === "1"),
  before: z.string().max(200).nullable().catch(null).default(null),
});
export type InboxQuery = z.output<typeof InboxQuery>;

const pageSize = 25;

/** Returns a page of an inbox, and where the next one begins. */
export async function inboxPage(
  db: Db,
  inbox: Inbox,
  { topic, unread, before }: InboxQuery,
  limit = pageSize,
): Promise<{ items: InboxItem[]; next: string | null }> {
  const page = { templates: inboxTemplates(topic), isUnread: unread, before: placeOf(before), limit };
  const { messages, hasMore } = await listInbox(db, inbox, page);
  const last = messages.at(-1);
  return { items: messages.map(inboxItem), next: hasMore && last ? placeText(last) : null };
}

/**
 * Marks one message as read, and returns the page that it leads to.
 * @throws Refused 404 when the inbox has no such message.
 */
export async function readMessage(db: Db, inbox: Inbox, id: string, now: Instant): Promise<string> {
  const [message] = await markRead(db, inbox, id, now);
  if (!message) throw new Refused(404, "not_found", "There is no such message in your inbox.");
  return contentOf(message.template, message.data, { publicUrl: "" }).link.url;
}

/** Marks everything as read; returns how many messages were not. */
export async function readEverything(db: Db, inbox: Inbox, now: Instant): Promise<number> {
  return (await markRead(db, inbox, null, now)).length;
}
