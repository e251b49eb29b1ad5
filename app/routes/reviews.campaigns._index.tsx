import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { CircleCheck } from "lucide-react";
import { requireAnyRole, requireCaller } from "#app/auth/caller.server.ts";
import { runsCampaigns } from "#app/campaigns/begin-campaign.server.ts";
import { campaignsView } from "#app/campaigns/campaign-view.server.ts";
import { AppShell } from "#app/components/app-shell.tsx";
import { Badge } from "#app/components/badge.tsx";
import { LinkButton } from "#app/components/button.tsx";
import { CampaignProgress } from "#app/components/campaign-progress.tsx";
import { EmptyState } from "#app/components/empty-state.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { dateOf, exact, overdue, relative } from "#app/components/relative-time.ts";
import { ReviewTabs } from "#app/components/review-tabs.tsx";
import { HalfCircle } from "#app/components/state-icons.ts";
import { TableBox } from "#app/components/table-box.tsx";
import { shellOf } from "#app/http/shell.server.ts";

export const meta: MetaFunction = () => [{ title: "Campaigns · MFA Register" }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  const caller = await requireCaller({ request, context });
  requireAnyRole(caller);
  const { db, now } = context;
  return {
    shell: await shellOf(db, caller, now),
    now,
    mayBegin: runsCampaigns(caller),
    campaigns: await campaignsView(db, caller, now),
  };
}

export default function Campaigns() {
  const { shell, now, mayBegin, campaigns } = useLoaderData<typeof loader>();
  const begin = mayBegin && (
    <LinkButton look="primary" to="/reviews/campaigns/new">
      Begin a campaign
    </LinkButton>
  );
  return (
    <AppShell shell={shell}>
      <PageHeader
        title="Campaigns"
        crumbs={[{ label: "Reviews", to: "/reviews" }, { label: "Campaigns" }]}
        lede="A set of exceptions that people look at by a deadline, and that somebody signs off."
        actions={begin}
      />
      <ReviewTabs current="campaigns" seesCampaigns />
      {campaigns.length === 0 ? (
        <EmptyState title="No campaign yet">
          A campaign has every exception of a kind reviewed at once, as an audit asks for.
        </EmptyState>
      ) : (
        <TableBox label="Campaigns">
          <table>
            <caption className="sr">Review campaigns</caption>
            <thead>
              <tr>
                <th scope="col">Campaign</th>
                <th scope="col">Progress</th>
                <th scope="col">Deadline</th>
                <th scope="col" className="off-phone">
                  State
                </th>
              </tr>
            </thead>
            <tbody>
              {campaigns.map(({ campaign: { id, name, deadline, createdAt, closedAt }, selection, progress }) => (
                <tr key={id}>
                  <th scope="row">
                    <Link to={`/reviews/campaigns/${id}`}>{name}</Link>
                    <span className="two">
                      {selection} · begun {dateOf(createdAt)}
                    </span>
                  </th>
                  <td>
                    <CampaignProgress progress={progress} />
                  </td>
                  <td>
                    <time dateTime={deadline} title={exact(deadline)}>
                      {closedAt === null && deadline < now ? (
                        <span className="urgent">{overdue(deadline, now)}</span>
                      ) : (
                        relative(deadline, now)
                      )}
                      <span className="two">{dateOf(deadline)}</span>
                    </time>
                  </td>
                  <td className="off-phone">
                    {closedAt === null ? (
                      <Badge tone="info" icon={HalfCircle} isBare>
                        Open
                      </Badge>
                    ) : (
                      <Badge tone="good" icon={CircleCheck} isBare>
                        Signed off
                      </Badge>
                    )}
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
