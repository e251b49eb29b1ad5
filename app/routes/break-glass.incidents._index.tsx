import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { requireCaller } from "#app/auth/caller.server.ts";
import { incidentsView } from "#app/break-glass/incident-views.server.ts";
import { AppShell } from "#app/components/app-shell.tsx";
import { BreakGlassTabs } from "#app/components/break-glass-tabs.tsx";
import { LinkButton } from "#app/components/button.tsx";
import { EmptyState } from "#app/components/empty-state.tsx";
import { IncidentStateBadge } from "#app/components/incident-state.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { exact } from "#app/components/relative-time.ts";
import { TableBox } from "#app/components/table-box.tsx";
import { pageOf } from "#app/http/page.server.ts";
import { shellOf } from "#app/http/shell.server.ts";

export const meta: MetaFunction = () => [{ title: "Incidents · MFA Register" }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  const caller = await requireCaller({ request, context });
  const { db, now } = context;
  return pageOf(async () => ({ shell: await shellOf(db, caller, now), ...(await incidentsView(db, caller, now)) }));
}

export default function IncidentsPage() {
  const { shell, incidents, mayDeclare, seesBypass } = useLoaderData<typeof loader>();
  return (
    <AppShell shell={shell}>
      <PageHeader
        title="Incidents"
        crumbs={[{ label: "Break-glass", to: "/break-glass" }, { label: "Incidents" }]}
        lede="Emergencies that somebody declared, and drafts that the register opened after a use that nobody expected."
        actions={
          mayDeclare && (
            <LinkButton look="primary" to="/break-glass/incidents/new">
              Declare an emergency
            </LinkButton>
          )
        }
      />
      <BreakGlassTabs current="incidents" seesBypass={seesBypass} />
      {incidents.length === 0 ? (
        <EmptyState title="No incident">
          A use outside of a planned drill or a declared emergency opens one by itself.
        </EmptyState>
      ) : (
        <TableBox label="Incidents">
          <table>
            <caption className="sr">Incidents, the latest first</caption>
            <thead>
              <tr>
                <th scope="col">Incident</th>
                <th scope="col">State</th>
                <th scope="col" className="off-phone">
                  Begins
                </th>
                <th scope="col" className="off-phone">
                  Declared by
                </th>
                <th scope="col" className="off-phone">
                  Report
                </th>
              </tr>
            </thead>
            <tbody>
              {incidents.map(({ id, title, reference, state, beginsAt, endsAt, declaredBy, written, parts }) => (
                <tr key={id}>
                  <th scope="row">
                    <Link to={`/break-glass/incidents/${id}`}>{title}</Link>
                    <span className="two">
                      {id}
                      {reference && `, ${reference}`}
                    </span>
                  </th>
                  <td>
                    <IncidentStateBadge state={state} isBare />
                  </td>
                  <td className="off-phone nowrap">
                    {exact(beginsAt)}
                    {endsAt && <span className="two">to {exact(endsAt)}</span>}
                  </td>
                  <td className="off-phone">{declaredBy ?? "The register"}</td>
                  <td className="off-phone nowrap">
                    {written} of {parts} parts
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableBox>
      )}
    </AppShell>
  );
}
