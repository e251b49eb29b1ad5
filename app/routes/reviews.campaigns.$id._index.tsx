import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { requireAnyRole, requireCaller } from "#app/auth/caller.server.ts";
import { CampaignAssignment, CampaignClosing } from "#app/campaigns/campaign-schemas.ts";
import { campaignView } from "#app/campaigns/campaign-view.server.ts";
import { closeCampaign, reassign } from "#app/campaigns/change-campaign.server.ts";
import { AppShell } from "#app/components/app-shell.tsx";
import { LinkButton } from "#app/components/button.tsx";
import { CampaignClose } from "#app/components/campaign-close.tsx";
import { CampaignFacts } from "#app/components/campaign-facts.tsx";
import { CampaignItems } from "#app/components/campaign-items.tsx";
import { ErrorSummary } from "#app/components/error-summary.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { pageOf } from "#app/http/page.server.ts";
import { shellOf } from "#app/http/shell.server.ts";
import { Refused } from "#app/register/refused.ts";

const Params = z.object({ id: z.string().min(1) });
const Form = z.discriminatedUnion("intent", [
  CampaignAssignment.extend({ intent: z.literal("assign") }),
  CampaignClosing.extend({ intent: z.literal("close") }),
]);

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

export async function action({ request, params, context }: ActionFunctionArgs) {
  const caller = await requireCaller({ request, context });
  requireAnyRole(caller);
  const { id } = Params.parse(params);
  const read = Form.safeParse(Object.fromEntries(await request.formData()));
  if (!read.success) {
    const errors = read.error.issues.map(({ path, message }) => [path.join("."), message]);
    return data({ errors: Object.fromEntries(errors) as Record<string, string> }, { status: 400 });
  }
  const { workspace, actor, auditActor } = caller;
  const change = { workspaceId: workspace.id, id, actor, auditActor, now: context.now };
  const given = read.data;
  try {
    if (given.intent === "close") await closeCampaign(context.db, { ...change, statement: given.statement });
    else await reassign(context.db, { ...change, exceptionId: given.exception_id, reviewerId: given.reviewer_id });
  } catch (caught) {
    if (!(caught instanceof Refused)) throw caught;
    const field = given.intent === "assign" ? `reviewer-${given.exception_id}` : "statement";
    const errors: Record<string, string> = { [field]: caught.message };
    return data({ errors }, { status: caught.status });
  }
  return redirect(`/reviews/campaigns/${id}${given.intent === "close" ? "/sign-off" : ""}`);
}

export const meta: MetaFunction<typeof loader> = ({ data: loaded }) => [
  { title: `${loaded?.view.campaign.name ?? "Campaign"} · MFA Register` },
];

export default function CampaignPage() {
  const { shell, now, view } = useLoaderData<typeof loader>();
  const errors = useActionData<typeof action>()?.errors ?? {};
  const { campaign } = view;
  return (
    <AppShell shell={shell}>
      <PageHeader
        title={campaign.name}
        crumbs={[
          { label: "Reviews", to: "/reviews" },
          { label: "Campaigns", to: "/reviews/campaigns" },
          { label: campaign.name },
        ]}
        lede={view.selection}
        actions={<LinkButton to={`/reviews/campaigns/${campaign.id}/sign-off`}>Sign-off page</LinkButton>}
      />
      <ErrorSummary errors={errors} title="This was not done" />
      <div className="cols">
        <div className="stack-wide">
          <CampaignItems view={view} errors={errors} now={now} />
        </div>
        <div className="rail">
          <CampaignFacts view={view} now={now} />
          {view.mayRun && <CampaignClose view={view} errors={errors} />}
        </div>
      </div>
    </AppShell>
  );
}
