import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { requireCaller } from "#app/auth/caller.server.ts";
import { beginCampaign, refuseOthers } from "#app/campaigns/begin-campaign.server.ts";
import { campaignChoices } from "#app/campaigns/campaign-choices.server.ts";
import { campaignIn } from "#app/campaigns/campaign-form.ts";
import { AppShell } from "#app/components/app-shell.tsx";
import { Button, LinkButton } from "#app/components/button.tsx";
import { CampaignFields } from "#app/components/campaign-fields.tsx";
import { ErrorSummary } from "#app/components/error-summary.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { pageOf } from "#app/http/page.server.ts";
import { shellOf } from "#app/http/shell.server.ts";
import { addDays } from "#app/register/days.ts";
import { Refused } from "#app/register/refused.ts";

export const meta: MetaFunction = () => [{ title: "New campaign · MFA Register" }];

/** A deadline that people can keep, for a start. */
const usualDays = 21;

export async function loader({ request, context }: LoaderFunctionArgs) {
  const caller = await requireCaller({ request, context });
  const { db, now } = context;
  return pageOf(async () => {
    refuseOthers(caller.actor);
    const workspaceId = caller.workspace.id;
    return {
      shell: await shellOf(db, caller, now),
      deadline: addDays(now, usualDays),
      ...(await campaignChoices(db, workspaceId, now)),
    };
  });
}

export async function action({ request, context }: ActionFunctionArgs) {
  const caller = await requireCaller({ request, context });
  const form = await request.formData();
  const typed = Object.fromEntries([...form].map(([name, value]) => [name, value.toString()]));
  const chosen = form.getAll("reviewer_ids").map(String);
  const read = campaignIn(form, caller.workspace.timeZone);
  if (!read.ok) return data({ errors: read.errors, typed, chosen }, { status: 400 });
  try {
    const { workspace, actor, auditActor } = caller;
    const { db, now } = context;
    const { id } = await beginCampaign(db, { workspaceId: workspace.id, wish: read.wish, actor, auditActor, now });
    return redirect(`/reviews/campaigns/${id}`);
  } catch (caught) {
    if (!(caught instanceof Refused)) throw caught;
    if (caught.status === 403) throw new Response(caught.message, { status: 403 });
    const errors = { [String(caught.more.field ?? "name")]: caught.message };
    return data({ errors, typed, chosen }, { status: caught.status });
  }
}

export default function NewCampaignPage() {
  const { shell, deadline, ...choices } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  return (
    <AppShell shell={shell}>
      <PageHeader
        title="Begin a campaign"
        crumbs={[
          { label: "Reviews", to: "/reviews" },
          { label: "Campaigns", to: "/reviews/campaigns" },
          { label: "New" },
        ]}
        lede="Every exception in force that fits is given to one of the reviewers. Nobody is given what they filed, or what is about them."
      />
      <Form method="post" noValidate>
        <ErrorSummary errors={answer?.errors ?? {}} title="The campaign was not begun" />
        <CampaignFields
          {...choices}
          typed={answer?.typed ?? { deadline }}
          chosen={answer?.chosen ?? []}
          errors={answer?.errors ?? {}}
        />
        <p className="row">
          <Button look="primary">Begin the campaign</Button>
          <LinkButton look="plain" to="/reviews/campaigns">
            Cancel
          </LinkButton>
        </p>
      </Form>
    </AppShell>
  );
}
