import { type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { useLoaderData, useSearchParams } from "@remix-run/react";
import { Plus } from "lucide-react";
import { requireCaller } from "#app/auth/caller.server.ts";
import { formBeforeStepUp } from "#app/auth/step-up-for.server.ts";
import { AppShell } from "#app/components/app-shell.tsx";
import { Banner } from "#app/components/banner.tsx";
import { BulkBar, bulkForm } from "#app/components/bulk-bar.tsx";
import { LinkButton } from "#app/components/button.tsx";
import { CameBack } from "#app/components/came-back.tsx";
import { EmptyState } from "#app/components/empty-state.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { Pager } from "#app/components/pager.tsx";
import { RegisterFilters } from "#app/components/register-filters.tsx";
import { RegisterTable } from "#app/components/register-table.tsx";
import { Tabs } from "#app/components/tabs.tsx";
import { shellOf } from "#app/http/shell.server.ts";
import { bulkActionsFor } from "#app/register/bulk.ts";
import { countText } from "#app/register/facets.ts";
import { linkWith } from "#app/register/list-links.ts";
import { filtersOf } from "#app/register/list-params.ts";
import { listViewOf, openingAddress } from "#app/register/list-view.server.ts";
import { viewAddress, viewLabels } from "#app/register/views.ts";

export const meta: MetaFunction = () => [{ title: "Register · MFA Register" }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  const caller = await requireCaller({ request, context });
  const { db, now } = context;
  const search = new URL(request.url).searchParams;
  const isBack = (await formBeforeStepUp({ request, context }, caller)) !== null;
  // What a link asks for comes before what a person has chosen to begin with.
  const opening = search.size === 0 ? await openingAddress(db, caller) : null;
  if (opening) throw redirect(opening);
  const { waiting, page } = await listViewOf(db, caller, search, now);
  return {
    ...page,
    shell: await shellOf(db, caller, now, waiting),
    now,
    isBack,
    query: filtersOf(search).toString(),
    actions: bulkActionsFor(caller.roles),
  };
}

export default function Register() {
  const { shell, now, isBack, understood, params, rows, next, isFirstPage, found, query, ...loaded } =
    useLoaderData<typeof loader>();
  const [search] = useSearchParams();
  const current = search.get("saved");
  const isNarrowed = [...search.keys()].some(
    (key) => !["view", "sort", "order", "limit", "cursor", "columns", "returned"].includes(key),
  );
  const tabs = [
    ...loaded.views.map(({ view, count, isAtLeast }) => ({
      to: viewAddress(view),
      label: viewLabels[view],
      isCurrent: current === null && params.view === view,
      count: countText(count, isAtLeast),
      isDue: (view === "review_overdue" || view === "awaiting_me") && count > 0,
    })),
    ...loaded.saved.map(({ id, name, to, counted }) => ({
      to,
      label: name,
      isCurrent: current === id,
      count: counted && countText(counted.count, counted.isAtLeast),
    })),
  ];
  return (
    <AppShell shell={shell}>
      <PageHeader
        title="Register"
        lede="Every sign-in that may pass with less than the policy asks."
        actions={
          shell.mayFile && (
            <LinkButton look="primary" to="/exceptions/new">
              <Plus aria-hidden="true" /> New exception
            </LinkButton>
          )
        }
      />
      <Tabs label="Views" tabs={tabs} />
      <CameBack isBack={isBack} />
      {!understood && <Banner tone="caution">Part of this address was not understood, so nothing is filtered.</Banner>}
      <RegisterFilters
        params={params}
        categories={loaded.categories}
        owners={loaded.owners}
        counts={loaded.counts}
        shown={loaded.columns}
        found={countText(found)}
        query={query}
        mayShare={shell.isAdmin}
      />
      {loaded.isNewestFirst && (
        <p className="hint">
          More than 1,000 records fit this search, so the newest stand first. Search for less to sort.
        </p>
      )}
      {rows.length > 0 ? (
        <>
          <BulkBar actions={loaded.actions} />
          <RegisterTable
            rows={rows}
            now={now}
            columns={loaded.columns}
            categories={loaded.categories}
            sort={params.sort}
            order={params.order}
            form={bulkForm}
            linkWith={(changes) => linkWith(search, changes)}
          />
        </>
      ) : (
        <Nothing isNarrowed={isNarrowed} mayFile={shell.mayFile} />
      )}
      <Pager
        first={isFirstPage ? null : linkWith(search, { cursor: null })}
        next={next && linkWith(search, { cursor: next })}
      />
    </AppShell>
  );
}

function Nothing({ isNarrowed, mayFile }: { isNarrowed: boolean; mayFile: boolean }) {
  return (
    <EmptyState
      title="Nothing here"
      action={mayFile && !isNarrowed && <LinkButton to="/exceptions/new">File an exception</LinkButton>}
    >
      {isNarrowed ? "No record fits this search. Remove a filter, or search for less." : "No record is in this view."}
    </EmptyState>
  );
}
