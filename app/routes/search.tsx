import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Form, Link, useLoaderData } from "@remix-run/react";
import { requireCaller } from "#app/auth/caller.server.ts";
import { AppShell, placesFor } from "#app/components/app-shell.tsx";
import { Button } from "#app/components/button.tsx";
import { Card } from "#app/components/card.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { SearchField } from "#app/components/search-field.tsx";
import { StateBadge } from "#app/components/state-badge.tsx";
import { shellOf } from "#app/http/shell.server.ts";
import { findRecords } from "#app/register/find-records.server.ts";

export const meta: MetaFunction = () => [{ title: "Search · MFA Register" }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  const caller = await requireCaller({ request, context });
  const { db, now } = context;
  const text = new URL(request.url).searchParams.get("q") ?? "";
  return {
    shell: await shellOf(db, caller, now),
    text,
    records: await findRecords(db, caller, text, now),
  };
}

export default function Search() {
  const { shell, text, records } = useLoaderData<typeof loader>();
  const places = placesFor(shell).filter(({ label }) => label.toLowerCase().includes(text.trim().toLowerCase()));
  return (
    <AppShell shell={shell}>
      <PageHeader title="Search" lede="A record by its id, title or scope, or a page by its name." />
      <Form method="get" action="/search" role="search" className="filters">
        <SearchField label="Record or page" value={text} />
        <Button>Search</Button>
      </Form>
      <div className="stack-wide">
        {text.trim() !== "" && (
          <Card title="Records" aside={records.length} isFlush={records.length > 0}>
            {records.length === 0 ? (
              <p className="small muted">No record fits.</p>
            ) : (
              <ul className="work">
                {records.map(({ id, title, state, status }) => (
                  <li key={id}>
                    <div>
                      <Link to={`/exceptions/${id}`}>{title}</Link>
                      <span className="two">{id}</span>
                    </div>
                    <div className="end">
                      <StateBadge state={state} status={status} />
                    </div>
                  </li>
                ))}
              </ul>
            )}
            {records.length > 0 && (
              <p className="body small">
                <Link to={`/exceptions?${new URLSearchParams({ q: text })}`}>All that fit, in the register</Link>
              </p>
            )}
          </Card>
        )}
        <Card title="Pages" aside={places.length}>
          {places.length === 0 ? (
            <p className="small muted">No page is called so.</p>
          ) : (
            <ul className="stack">
              {places.map(({ to, label }) => (
                <li key={to}>
                  <Link to={to}>{label}</Link>
                </li>
              ))}
            </ul>
          )}
        </Card>
      </div>
    </AppShell>
  );
}
