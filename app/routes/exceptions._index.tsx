import { data, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { Form, Link, useLoaderData, useSearchParams } from "@remix-run/react";
import { Columns3, ListFilter, Plus, Search, X } from "lucide-react";
import { requireCaller } from "#app/auth/caller.server.ts";
import { AppShell } from "#app/components/app-shell.tsx";
import { type Choice, Ticks } from "#app/components/choices.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { RegisterTable } from "#app/components/register-table.tsx";
import { ratingLabels } from "#app/components/risk-badge.tsx";
import { stateLabels } from "#app/components/state-labels.ts";
import { exceptionStates } from "#app/engine/types.ts";
import { shellOf } from "#app/http/shell.server.ts";
import { chosenColumns, columnLabels, columns, columnsCookie } from "#app/register/columns.ts";
import { ListParams, listQueryOf, orderOf, viewLabels, views, writeCursor } from "#app/register/list-params.ts";
import { listRowOf } from "#app/register/list-row.ts";
import { namesFor } from "#app/register/names.server.ts";
import { ratings } from "#app/register/risk.ts";
import { concerningOf } from "#app/register/show.server.ts";
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
  const { records, next } = await listExceptions(db, workspaceId, query);
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
    shell: await shellOf(db, caller),
    now,
    understood: read.success,
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

const states: Choice[] = exceptionStates.map((value) => ({ value, label: stateLabels[value].label }));
const risks: Choice[] = ratings.map((value) => ({ value, label: ratingLabels[value].label }));
const columnChoices: Choice[] = columns.map((value) => ({ value, label: columnLabels[value] }));

export default function Register() {
  const {
    shell,
    now,
    understood,
    params,
    rows,
    next,
    isFirstPage,
    found,
    views: tabs,
    categories,
    columns: shown,
  } = useLoaderData<typeof loader>();
  const [search] = useSearchParams();
  const linkWith = (changes: Record<string, string | null>) => {
    const to = new URLSearchParams(search);
    to.delete("cursor");
    for (const [key, value] of Object.entries(changes)) value === null ? to.delete(key) : to.set(key, value);
    return `/exceptions?${to}`;
  };
  const active = [
    ...params.state.map((value) => ({ key: "state", value, label: stateLabels[value].label })),
    ...params.category.map((value) => ({
      key: "category",
      value,
      label: categories.find((one) => one.value === value)?.label ?? value,
    })),
    ...params.rating.map((value) => ({ key: "rating", value, label: ratingLabels[value].label })),
  ];
  const without = (key: string, value: string) => {
    const to = new URLSearchParams(search);
    const kept = to
      .getAll(key)
      .join(",")
      .split(",")
      .filter((one) => one && one !== value);
    to.delete("cursor");
    kept.length > 0 ? to.set(key, kept.join(",")) : to.delete(key);
    return `/exceptions?${to}`;
  };
  return (
    <AppShell shell={shell}>
      <PageHeader
        title="Register"
        lede="Every sign-in that may pass with less than the policy asks."
        actions={
          shell.mayFile && (
            <Link className="btn primary" to="/exceptions/new">
              <Plus aria-hidden="true" /> New exception
            </Link>
          )
        }
      />
      <nav className="tabs" aria-label="Views">
        {tabs.map(({ view, count }) => (
          <Link
            key={view}
            to={`/exceptions?${new URLSearchParams({ view, ...orderOf(view) })}`}
            aria-current={params.view === view ? "page" : undefined}
          >
            {viewLabels[view]} <span className="n">{count > countedUpTo ? "1,000+" : count}</span>
          </Link>
        ))}
      </nav>
      {!understood && <p className="error">Part of this address was not understood, so nothing is filtered.</p>}
      <Form className="filters" role="search" method="get" action="/exceptions">
        <input type="hidden" name="view" value={params.view} />
        <input type="hidden" name="sort" value={params.sort} />
        <input type="hidden" name="order" value={params.order} />
        <div className="search">
          <Search aria-hidden="true" />
          <input
            type="search"
            name="q"
            aria-label="Search id, title, scope or reason"
            placeholder="Search id, title, scope"
            defaultValue={params.q}
          />
        </div>
        <details className="panel">
          <summary className="btn">
            <ListFilter aria-hidden="true" /> Filters{" "}
            {active.length > 0 && <span className="badge text tone-info">{active.length}</span>}
          </summary>
          <div className="sheet">
            <Ticks name="state" legend="State" choices={states} chosen={params.state} />
            <Ticks name="category" legend="Category" choices={categories} chosen={params.category} />
            <Ticks name="rating" legend="Residual risk" choices={risks} chosen={params.rating} />
            <button className="btn primary" type="submit">
              Apply
            </button>
          </div>
        </details>
        <details className="panel">
          <summary className="btn">
            <Columns3 aria-hidden="true" /> Columns
          </summary>
          <div className="sheet">
            <input type="hidden" name="columns" value="" />
            <Ticks name="columns" legend="Columns" choices={columnChoices} chosen={shown} />
            <button className="btn primary" type="submit">
              Show these
            </button>
          </div>
        </details>
        <button className="btn" type="submit">
          Search
        </button>
        {active.map(({ key, value, label }) => (
          <span className="chip" key={key + value}>
            {label}
            <Link to={without(key, value)} aria-label={`Remove the filter ${label}`}>
              <X aria-hidden="true" />
            </Link>
          </span>
        ))}
        {(active.length > 0 || params.q !== "") && (
          <Link className="btn plain" to={`/exceptions?view=${params.view}`}>
            Reset
          </Link>
        )}
        <span className="push">
          <b>{found > countedUpTo ? "1,000+" : found}</b> found
        </span>
      </Form>
      {rows.length > 0 ? (
        <RegisterTable
          rows={rows}
          now={now}
          columns={shown}
          categories={categories}
          sort={params.sort}
          order={params.order}
          linkWith={linkWith}
        />
      ) : (
        <div className="card empty">
          <h2>Nothing here</h2>
          <p>
            {params.q || active.length > 0
              ? "No record fits this search. Remove a filter, or search for less."
              : "No record is in this view."}
          </p>
          {shell.mayFile && (
            <Link className="btn primary" to="/exceptions/new">
              File an exception
            </Link>
          )}
        </div>
      )}
      <nav className="pager" aria-label="Pages">
        {!isFirstPage && (
          <Link className="btn small" to={linkWith({ cursor: null })}>
            First page
          </Link>
        )}
        {next && (
          <Link className="btn small" rel="next" to={linkWith({ cursor: next })}>
            Next page
          </Link>
        )}
      </nav>
    </AppShell>
  );
}
