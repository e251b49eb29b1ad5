import { Form } from "@remix-run/react";
import type { InboxItem } from "#app/mail/inbox-item.ts";
import { topicWords } from "#app/mail/topic-words.ts";
import { Badge } from "./badge.tsx";
import { Button } from "./button.tsx";
import { exact, relative } from "./relative-time.ts";

/** Messages, the newest first. Opening one marks it as read, which is a form and no link: nothing else may do it. */
export function InboxList({ items, now }: { items: readonly InboxItem[]; now: string }) {
  return (
    <ul className="inbox card">
      {items.map((item) => (
        <Message key={item.id} item={item} now={now} />
      ))}
    </ul>
  );
}

function Message({ item, now }: { item: InboxItem; now: string }) {
  const { id, subject, lead, facts, silence, topic, at, isRead } = item;
  return (
    <li className={isRead ? undefined : "unread"}>
      <Form method="post">
        <input type="hidden" name="intent" value="open" />
        <button className="text-button" name="id" value={id} type="submit">
          {!isRead && <span className="sr">Unread: </span>}
          {subject}
        </button>
        <p>{lead}</p>
        {facts && <p className="small muted">{facts}</p>}
        {silence && <p className="small">{silence}</p>}
      </Form>
      <div className="end">
        <time className="two" dateTime={at} title={exact(at)}>
          {relative(at, now)}
        </time>
        <Badge>{topicWords[topic].label}</Badge>
        {!isRead && (
          <Form method="post" preventScrollReset>
            <input type="hidden" name="intent" value="read" />
            <Button isSmall look="plain" name="id" value={id}>
              Mark as read<span className="sr">: {subject}</span>
            </Button>
          </Form>
        )}
      </div>
    </li>
  );
}
