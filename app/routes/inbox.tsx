import { type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { Form, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { requireCaller } from "#app/auth/caller.server.ts";
import { AppShell } from "#app/components/app-shell.tsx";
import { Button, LinkButton } from "#app/components/button.tsx";
import { EmptyState } from "#app/components/empty-state.tsx";
import { InboxList } from "#app/components/inbox-list.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { Pager } from "#app/components/pager.tsx";
import { Tabs } from "#app/components/tabs.tsx";
import { pageOf } from "#app/http/page.server.ts";
import { shellOf } from "#app/http/shell.server.ts";
import { InboxQuery, inboxDays, inboxOf, inboxPage, readEverything, readMessage } from "#app/mail/inbox.server.ts";
import { topicWords } from "#app/mail/topic-words.ts";
import { topics } from "#app/mail/traits.ts";

export const meta: MetaFunction = () => [{ title: "Inbox · MFA Register" }];

const ReadForm = z.discriminatedUnion("intent", [
  z.object({ intent: z.literal("open"), id: z.string().max(100) }),
  z.object({ intent: z.literal("read"), id: z.string().max(100) }),
  z.object({ intent: z.literal("read_all") }),
]);

export async function loader({ request, context }: LoaderFunctionArgs) {
  const caller = await requireCaller({ request, context });
  const { db, now } = context;
  const query = InboxQuery.parse(Object.fromEntries(new URL(request.url).searchParams));
  const page = await inboxPage(db, inboxOf(caller, now), query);
  return { shell: await shellOf(db, caller, now), now, query, days: inboxDays, ...page };
}

export async function action({ request, context }: ActionFunctionArgs) {
  const caller = await requireCaller({ request, context });
  const form = ReadForm.safeParse(Object.fromEntries(await request.formData()));
  if (!form.success) throw new Response("This is nothing that an inbox can do.", { status: 400 });
  const { db, now } = context;
  const inbox = inboxOf(caller, now);
  const { pathname, search } = new URL(request.url);
  if (form.data.intent === "read_all") {
    await readEverything(db, inbox, now);
    return redirect(pathname + search);
  }
  const { intent, id } = form.data;
  const page = await pageOf(() => readMessage(db, inbox, id, now));
  return redirect(intent === "open" ? page : pathname + search);
}

export default function InboxPage() {
  const { shell, now, query, days, items, next } = useLoaderData<typeof loader>();
  const at = (over: Record<string, string>) => {
    const asked = { topic: query.topic ?? "", unread: query.unread ? "1" : "", ...over };
    const params = new URLSearchParams(Object.entries(asked).filter(([, value]) => value !== ""));
    return params.size > 0 ? `/inbox?${params}` : "/inbox";
  };
  return (
    <AppShell shell={shell}>
      <PageHeader
        title="Inbox"
        lede={`What the register told you in the last ${days} days, however you have it mailed.`}
        actions={<LinkButton to="/account/notifications">Choose what is mailed</LinkButton>}
      />
      <Tabs
        label="Messages"
        tabs={[
          { to: at({ unread: "" }), label: "All", isCurrent: !query.unread },
          {
            to: at({ unread: "1" }),
            label: "Unread",
            isCurrent: query.unread,
            count: shell.unread,
            isDue: shell.unread > 0,
          },
        ]}
      />
      <div className="filters">
        <Form method="get" className="filters" role="search">
          {query.unread && <input type="hidden" name="unread" value="1" />}
          <label className="small" htmlFor="topic">
            Topic
          </label>
          <select id="topic" name="topic" defaultValue={query.topic ?? ""} className="w-auto! max-w-full">
            <option value="">Any</option>
            {topics.map((topic) => (
              <option key={topic} value={topic}>
                {topicWords[topic].label}
              </option>
            ))}
          </select>
          <Button>Show</Button>
        </Form>
        {shell.unread > 0 && (
          <Form method="post" className="push">
            <Button name="intent" value="read_all">
              Mark all as read
            </Button>
          </Form>
        )}
      </div>
      {items.length > 0 ? (
        <InboxList items={items} now={now} />
      ) : (
        <EmptyState title={query.unread ? "You have read everything" : "Nothing here"}>
          What concerns you appears here, with a link to its page.
        </EmptyState>
      )}
      <Pager
        first={query.before ? at({}) : null}
        firstLabel="Newest"
        next={next && at({ before: next })}
        nextLabel="Older"
      />
    </AppShell>
  );
}
