import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Form, Link, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { requireCaller, requirePolicyReader } from "#app/auth/caller.server.ts";
import { AppShell } from "#app/components/app-shell.tsx";
import { Banner } from "#app/components/banner.tsx";
import { Button, LinkButton } from "#app/components/button.tsx";
import { EmptyState } from "#app/components/empty-state.tsx";
import { OathTable } from "#app/components/oath-table.tsx";
import { OathTabs } from "#app/components/oath-tabs.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { Pager } from "#app/components/pager.tsx";
import { dateOf } from "#app/components/relative-time.ts";
import { SearchField } from "#app/components/search-field.tsx";
import { Tabs } from "#app/components/tabs.tsx";
import { shellOf } from "#app/http/shell.server.ts";
import { inventoryView } from "#app/oath/oath-view.server.ts";
import { filterLabels, tokenFilters } from "#app/oath/token-query.ts";

export const meta: MetaFunction = () => [{ title: "OATH tokens · MFA Register" }];

const Query = z.object({
  show: z.enum(tokenFilters).nullable().catch(null),
  q: z.string().max(100).catch(""),
  after: z.string().max(200).nullable().catch(null),
});

export async function loader({ request, context }: LoaderFunctionArgs) {
  const caller = await requireCaller({ request, context });
  requirePolicyReader(caller);
  const { db, now } = context;
  const { searchParams } = new URL(request.url);
  const {
    show: filter,
    q,
    after,
  } = Query.parse({
    show: searchParams.get("show"),
    q: searchParams.get("q") ?? "",
    after: searchParams.get("after"),
  });
  const asked = { filter, search: q.trim(), after };
  return { shell: await shellOf(db, caller, now), now, asked, ...(await inventoryView(db, caller, asked, now)) };
}

export default function OathTokens() {
  const { shell, now, asked, tokens, next, counts, openAudit, mayManage } = useLoaderData<typeof loader>();
  const { filter, search, after } = asked;
  const address = (changes: { show?: string | null; after?: string }) => {
    const { show = filter, ...rest } = changes;
    const query = new URLSearchParams({ ...(show && { show }), ...(search && { q: search }), ...rest });
    return query.size > 0 ? `/settings/oath?${query}` : "/settings/oath";
  };
  return (
    <AppShell shell={shell}>
      <PageHeader
        title="OATH tokens"
        crumbs={[{ label: "Settings" }, { label: "OATH tokens" }]}
        lede="Everything that makes one-time codes: hardware tokens in stock and with people, and authenticator apps."
        actions={
          <Form method="post" action="/settings/oath/export" reloadDocument>
            <input type="hidden" name="show" value={filter ?? ""} />
            <input type="hidden" name="q" value={search} />
            <Button>Export these as CSV</Button>
          </Form>
        }
      />
      <OathTabs current="tokens" mayManage={mayManage} />
      {openAudit && (
        <Banner tone={openAudit.isOverdue ? "danger" : "info"}>
          <Link to={`/settings/oath/audits/${openAudit.id}`}>The audit of {openAudit.quarter}</Link> is open:{" "}
          {openAudit.answered} of 5 questions answered, due {dateOf(openAudit.dueAt)}.
        </Banner>
      )}
      <Tabs
        label="Which tokens"
        tabs={[
          { to: address({ show: null }), label: "All", isCurrent: filter === null },
          ...counts.map(({ filter: each, count }) => ({
            to: address({ show: each }),
            label: filterLabels[each],
            isCurrent: filter === each,
            count,
            isDue: count > 0 && (each === "overdue" || each === "desynchronised"),
          })),
        ]}
      />
      <Form className="filters" role="search" method="get">
        {filter && <input type="hidden" name="show" value={filter} />}
        <SearchField label="Search serial number or holder" value={search} />
        <Button>Search</Button>
        {search && (
          <LinkButton look="plain" to={filter ? `/settings/oath?show=${filter}` : "/settings/oath"}>
            Reset
          </LinkButton>
        )}
      </Form>
      {tokens.length > 0 ? (
        <OathTable tokens={tokens} now={now} />
      ) : (
        <EmptyState title="No such token">
          {filter || search
            ? "Nothing in the inventory is like this."
            : "An app appears here when somebody enrols one, a hardware token when its seed file is imported."}
        </EmptyState>
      )}
      <Pager first={after && address({})} next={next && address({ after: next })} />
    </AppShell>
  );
}
