import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { requireAnyRole, requireCaller } from "#app/auth/caller.server.ts";
import { campaignView } from "#app/campaigns/campaign-view.server.ts";
import { AppShell } from "#app/components/app-shell.tsx";
import { Banner } from "#app/components/banner.tsx";
import { CampaignFacts } from "#app/components/campaign-facts.tsx";
import { CampaignRecord } from "#app/components/campaign-record.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { exact } from "#app/components/relative-time.ts";
import { pageOf } from "#app/http/page.server.ts";
import { shellOf } from "#app/http/shell.server.ts";

const Params = z.object({ id: z.string().min(1) });

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const caller = await requireCaller({ request, context });
  const { db, now } = context;
  requireAnyRole(caller);
  return pageOf(async () => ({
    shell: await shellOf(db, caller, now),
    now,
    view: await campaignView(db, caller, Params.parse(params).id, now),
  }));
}

export const meta: MetaFunction<typeof loader> = ({ data: loaded }) => [
  { title: `Sign-off of ${loaded?.view.campaign.name ?? "a campaign"} · MFA Register` },
];

export default function SignOff() {
  const { shell, now, view } = useLoaderData<typeof loader>();
  const { campaign, names } = view;
  const { id, name, closedAt, closedBy } = campaign;
  return (
    <AppShell shell={shell}>
      <PageHeader
        title={`Sign-off: ${name}`}
        crumbs={[
          { label: "Reviews", to: "/reviews" },
          { label: "Campaigns", to: "/reviews/campaigns" },
          { label: name, to: `/reviews/campaigns/${id}` },
          { label: "Sign-off" },
        ]}
        lede={`As it stood on ${exact(closedAt ?? now)}. Printed, it has a place to sign.`}
      />
      {closedAt === null && (
        <Banner tone="caution">
          <strong>Not signed off yet.</strong> Reviews that are made from now on still change this page.
        </Banner>
      )}
      <div className="stack-wide">
        <CampaignFacts view={view} now={now} />
        <CampaignRecord view={view} />
        <div className="signature">
          <p>Signed off by {closedBy ? (names[closedBy] ?? closedBy) : ""}</p>
          <p>Place and date</p>
          <p>Signature</p>
        </div>
      </div>
    </AppShell>
  );
}
