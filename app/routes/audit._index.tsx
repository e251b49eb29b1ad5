import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Form, useLoaderData } from "@remix-run/react";
import { Download, ShieldCheck } from "lucide-react";
import { eventSchemas } from "#app/audit/events.ts";
import { logView } from "#app/audit/log-view.server.ts";
import { mostLooked } from "#app/audit/search-trail.server.ts";
import { trailAddress } from "#app/audit/trail-address.ts";
import { TrailParams } from "#app/audit/trail-params.ts";
import { requireAnyRole, requireCaller } from "#app/auth/caller.server.ts";
import { AppShell } from "#app/components/app-shell.tsx";
import { Banner } from "#app/components/banner.tsx";
import { Button, LinkButton } from "#app/components/button.tsx";
import { EmptyState } from "#app/components/empty-state.tsx";
import { EventTable } from "#app/components/event-table.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { Pager } from "#app/components/pager.tsx";
import { TrailFilters } from "#app/components/trail-filters.tsx";
import { shellOf } from "#app/http/shell.server.ts";
import { seesSignIns } from "#app/register/roles.ts";
import { withInstants } from "#app/register/typed-time.ts";

export const meta: MetaFunction = () => [{ title: "Audit log · MFA Register" }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  const caller = await requireCaller({ request, context });
  requireAnyRole(caller);
  const { searchParams } = new URL(request.url);
  const read = TrailParams.safeParse(withInstants(searchParams, ["from", "to"], caller.workspace.timeZone));
  // A link that was edited by hand still shows the log, and says that its filter was not understood.
  const params = read.success ? read.data : TrailParams.parse({});
  return {
    shell: await shellOf(context.db, caller, context.now),
    params,
    understood: read.success,
    types: Object.keys(eventSchemas),
    mayVerify: seesSignIns(caller.roles),
    mostLooked,
    ...(await logView(context.db, caller, params)),
  };
}

export default function AuditLog() {
  const {
    shell,
    params,
    understood,
    types,
    rows,
    next,
    lookedDownTo,
    mayVerify,
    mostLooked: most,
  } = useLoaderData<typeof loader>();
  const filters = trailAddress(params);
  const pageAt = (before: Record<string, string>) => `/audit?${new URLSearchParams({ ...filters, ...before })}`;
  return (
    <AppShell shell={shell}>
      <PageHeader
        title="Audit log"
        lede="Every change, newest first, each chained to the one before: what was written cannot be altered, taken out or put in unnoticed."
        actions={
          <div className="row">
            <LinkButton
              to={`/exports/new?${new URLSearchParams({ kind: "audit", query: `${new URLSearchParams(filters)}` })}`}
            >
              <Download aria-hidden="true" /> Export
            </LinkButton>
            {mayVerify && (
              <Form method="post" action="/audit/verifications">
                <Button>
                  <ShieldCheck aria-hidden="true" /> Verify the log
                </Button>
              </Form>
            )}
          </div>
        }
      />
      {!understood && <Banner tone="caution">Part of this address was not understood, so nothing is filtered.</Banner>}
      <TrailFilters params={params} types={types} />
      {params.q !== "" && (
        <p className="hint mb-3">
          Words are looked for in what was done, in the names of those who did it and whom it was about, and in whatever
          else an event says: newest first, through {most.toLocaleString("en-GB")} events that fit the filters at a
          time.
        </p>
      )}
      {lookedDownTo !== null && (
        <Banner tone="info">
          Looked through down to No. {lookedDownTo}. What is older has not been searched yet: go on with “Older”.
        </Banner>
      )}
      {rows.length > 0 ? <EventTable events={rows} /> : <EmptyState title="Nothing here">No event fits.</EmptyState>}
      <Pager
        first={params.before ? pageAt({}) : null}
        firstLabel="Newest"
        next={next ? pageAt({ before: String(next) }) : null}
        nextLabel="Older"
      />
    </AppShell>
  );
}
