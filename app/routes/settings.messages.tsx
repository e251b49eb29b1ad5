import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { requireAdmin, requireCaller, requirePolicyReader } from "#app/auth/caller.server.ts";
import { refusedForm } from "#app/auth/form-errors.server.ts";
import { AppShell } from "#app/components/app-shell.tsx";
import { Banner } from "#app/components/banner.tsx";
import { Button, LinkButton } from "#app/components/button.tsx";
import { EmptyState } from "#app/components/empty-state.tsx";
import { MessageTable } from "#app/components/message-table.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { Pager } from "#app/components/pager.tsx";
import { SearchField } from "#app/components/search-field.tsx";
import { shellOf } from "#app/http/shell.server.ts";
import { LogQuery, messageLog, retryMessage } from "#app/mail/message-log.server.ts";
import { messageStates, messageStateWords } from "#app/mail/message-states.ts";

export const meta: MetaFunction = () => [{ title: "Messages · MFA Register" }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  const caller = await requireCaller({ request, context });
  requirePolicyReader(caller);
  const { db, now, sendsMail } = context;
  const query = LogQuery.parse(Object.fromEntries(new URL(request.url).searchParams));
  const log = await messageLog(db, caller.workspace.id, query);
  return { shell: await shellOf(db, caller, now), now, sendsMail, query, ...log };
}

export async function action({ request, context }: ActionFunctionArgs) {
  const caller = await requireCaller({ request, context });
  requireAdmin(caller);
  const id = String((await request.formData()).get("id") ?? "");
  try {
    await retryMessage(context.db, { caller, id, now: context.now });
    return data({ errors: null });
  } catch (caught) {
    return refusedForm(caught);
  }
}

export default function Messages() {
  const { shell, now, sendsMail, query, rows, next } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const at = (over: Record<string, string>) =>
    `/settings/messages?${new URLSearchParams({ state: query.state ?? "", to: query.to, ...over })}`;
  return (
    <AppShell shell={shell}>
      <PageHeader
        title="Messages"
        lede="What the register wrote to whom, and what mail servers said to it. What is in a message, its reader has in their inbox."
        actions={shell.isAdmin && <LinkButton to="/settings/notifications">How people are mailed</LinkButton>}
      />
      {!sendsMail && <Banner tone="caution">No mail server is configured, so messages stay queued.</Banner>}
      {answer?.errors?.form && <Banner tone="danger">{answer.errors.form}</Banner>}
      {answer?.errors === null && <Banner tone="good">It is tried again within a minute.</Banner>}
      <Form method="get" className="filters" role="search">
        <SearchField name="to" label="Address" placeholder="Address" value={query.to} />
        <label className="small" htmlFor="state">
          State
        </label>
        <select id="state" name="state" defaultValue={query.state ?? ""} className="w-auto! max-w-full">
          <option value="">Any</option>
          {messageStates.map((state) => (
            <option key={state} value={state}>
              {messageStateWords[state]}
            </option>
          ))}
        </select>
        <Button>Show</Button>
      </Form>
      {rows.length > 0 ? (
        <MessageTable rows={rows} now={now} mayRetry={shell.isAdmin} />
      ) : (
        <EmptyState title="Nothing here">No message fits.</EmptyState>
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
