import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { requireToken } from "#app/auth/caller.server.ts";
import { answer, json, methodNotAllowed, readJson } from "#app/http/api.server.ts";
import { InboxQuery, inboxOf, inboxPage, readEverything, readMessage } from "#app/mail/inbox.server.ts";
import { messageOnWire, ReadWire } from "#app/mail/messages-wire.ts";
import { countUnread } from "#db/inbox.ts";

export async function loader({ request, context }: LoaderFunctionArgs) {
  return answer(context, async () => {
    const caller = await requireToken({ request, context }, "read");
    const { db, now, publicUrl } = context;
    const inbox = inboxOf(caller, now);
    const { cursor, ...asked } = Object.fromEntries(new URL(request.url).searchParams);
    const { items, next } = await inboxPage(db, inbox, InboxQuery.parse({ ...asked, before: cursor ?? null }));
    const data = items.map((item) => messageOnWire(item, publicUrl));
    return json(200, { data, next_cursor: next, unread: await countUnread(db, inbox) });
  });
}

export async function action({ request, context }: ActionFunctionArgs) {
  return answer(context, async () => {
    if (request.method !== "POST") return methodNotAllowed("GET", "POST");
    const caller = await requireToken({ request, context }, "write");
    const { db, now } = context;
    const { body } = await readJson(request, ReadWire);
    const inbox = inboxOf(caller, now);
    if (body.id === null) await readEverything(db, inbox, now);
    else await readMessage(db, inbox, body.id, now);
    return json(200, { unread: await countUnread(db, inbox) });
  });
}
