import { data, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useLoaderData, useSearchParams } from "@remix-run/react";
import { Plus } from "lucide-react";
import { requireCaller } from "#app/auth/caller.server.ts";
import { AppShell } from "#app/components/app-shell.tsx";
import { Banner } from "#app/components/banner.tsx";
import { LinkButton } from "#app/components/button.tsx";
import { EmptyState } from "#app/components/empty-state.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { Pager } from "#app/components/pager.tsx";
import { RegisterFilters } from "#app/components/register-filters.tsx";
import { RegisterTable } from "#app/components/register-table.tsx";
import { Tabs } from "#app/components/tabs.tsx";
import { shellOf } from "#app/http/shell.server.ts";
import { chosenColumns, columnsCookie } from "#app/register/columns.ts";
import { linkWith } from "#app/register/list-links.ts";
import { ListParams, listQueryOf, writeCursor } from "#app/register/list-params.ts";
import { listRowOf } from "#app/register/list-row.ts";
import { namesFor } from "#app/register/names.server.ts";
import { concerningOf } from "#app/register/show.server.ts";
import { orderOf, viewLabels, views } from "#app/register/views.ts";
import { listCategories } from "#db/categories.ts";
import { countExceptions, listExceptions } from "#db/exception-list.ts";
import { lastUses } from "#db/exception-use.ts";

export const meta: MetaFunction = () => [{ title: "Register · MFA Register" }];

/** Above this many the page says "1,000+": counting a whole register would make a large one slow. */
const countedUpTo = 1000;

export async function loader({ request, context }: LoaderFunctionArgs) {
  const caller = await requireCaller({ request, context });
  const { db, now } = context;
  const workspaceId = caller.workspace.id;
  const search = new URL(request.url).searchParams;
  const read = ListParams.safeParse(oneOfEach(search));
  // A link that was edited by hand still shows the register, and says that its filter was not understood.
  const params = read.success ? read.data : ListParams.parse({});
  const concerning = concerningOf(caller);
  const query = listQueryOf(params, now, concerning);
  const { records, next, isNewestFirst } = await listExceptions(db, workspaceId, query);
  const used = await lastUses(
    db,
    workspaceId,
    records.map(({ id }) => id),
  );
  const names = await namesFor(db, workspaceId, records);
  const counts = await Promise.all(
    views.map((view) =>
      countExceptions(db, workspaceId, listQueryOf({ ...ListParams.parse({}), view }, now, concerning), countedUpTo),
    ),
  );
  const shown = chosenColumns(search.getAll("columns"), request.headers.get("Cookie"));
  const page = {
    shell: await shellOf(db, caller, now),
    now,
    understood: read.success,
    isNewestFirst,
    params: { ...params, cursor: null },
    rows: records.map((record) => listRowOf(record, { names, lastUsedAt: used.get(record.id) ?? null, now })),
    next: writeCursor(next),
    isFirstPage: params.cursor === null,
    found: await countExceptions(db, workspaceId, { ...query, after: null }, countedUpTo),
    views: views.map((view, index) => ({ view, count: counts[index] ?? 0 })),
    categories: (await listCategories(db, workspaceId)).map(({ id, label }) => ({ value: id, label })),
    columns: shown,
  };
  return data(page, search.has("columns") ? { headers: { "Set-Cookie": columnsCookie(shown) } } : {});
}

/** Repeated boxes of a form become one comma-separated value, as the API has it. */
function oneOfEach(search: URLSearchParams): Record<string, string> {
  return Object.fromEntries(
    [...new Set(search.keys())]
      .map((key): [string, string] => [key, search.getAll(key).filter(Boolean).join(",")])
      .filter(([key, value]) => value !== "" && key !== "columns"),
  );
}

export default function Register() {
  const { shell, now, understood, params, rows, next, isFirstPage, found, ...loaded } = useLoaderData<typeof loader>();
  const [search] = useSearchParams();
  const isNarrowed = params.q !== "" || params.state.length + params.category.length + params.rating.length > 0;
  const tabs = loaded.views.map(({ view, count }) => ({
    to: `/exceptions?${new URLSearchParams({ view, ...orderOf(view) })}`,
    label: viewLabels[view],
    isCurrent: params.view === view,
    count: countText(count),
    isDue: view === "review_overdue" && count > 0,
  }));
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
      {!understood && <Banner tone="caution">Part of this address was not understood, so nothing is filtered.</Banner>}
      <RegisterFilters params={params} categories={loaded.categories} shown={loaded.columns} found={countText(found)} />
      {loaded.isNewestFirst && (
        <p className="hint">
          More than 1,000 records fit this search, so the newest stand first. Search for less to sort.
        </p>
      )}
      {rows.length > 0 ? (
        <RegisterTable
          rows={rows}
          now={now}
          columns={loaded.columns}
          categories={loaded.categories}
          sort={params.sort}
          order={params.order}
          linkWith={(changes) => linkWith(search, changes)}
        />
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

function countText(count: number): string {
  return count > countedUpTo ? "1,000+" : String(count);
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
