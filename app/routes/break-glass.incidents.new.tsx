import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { requireCaller } from "#app/auth/caller.server.ts";
import { typedIn } from "#app/break-glass/answer-form.server.ts";
import { answerToForm } from "#app/break-glass/answer-to-form.server.ts";
import { declareEmergency } from "#app/break-glass/see-to-incident.server.ts";
import { EmergencyForm } from "#app/break-glass/use-schemas.ts";
import { refuseUndeclared } from "#app/break-glass/who-may.server.ts";
import { AppShell } from "#app/components/app-shell.tsx";
import { Banner } from "#app/components/banner.tsx";
import { Button, LinkButton } from "#app/components/button.tsx";
import { Card } from "#app/components/card.tsx";
import { EmergencyFields } from "#app/components/emergency-fields.tsx";
import { ErrorSummary } from "#app/components/error-summary.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { pageOf } from "#app/http/page.server.ts";
import { shellOf } from "#app/http/shell.server.ts";

export const meta: MetaFunction = () => [{ title: "Declare an emergency · MFA Register" }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  const caller = await requireCaller({ request, context });
  const { db, now } = context;
  return pageOf(async () => {
    await refuseUndeclared(db, caller);
    return { shell: await shellOf(db, caller, now) };
  });
}

export async function action({ request, context }: ActionFunctionArgs) {
  const caller = await requireCaller({ request, context });
  const typed = typedIn(await request.formData());
  return answerToForm(typed, EmergencyForm.safeParse(typed), async (said) => {
    const id = await declareEmergency(context.db, { caller, now: context.now, said });
    return `/break-glass/incidents/${id}`;
  });
}

export default function NewIncidentPage() {
  const { shell } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  return (
    <AppShell shell={shell}>
      <PageHeader
        title="Declare an emergency"
        crumbs={[
          { label: "Break-glass", to: "/break-glass" },
          { label: "Incidents", to: "/break-glass/incidents" },
          { label: "New" },
        ]}
        lede="It begins now. Until it ends, sign-ins of emergency accounts count as part of it; whoever watches over the alarms is told of the declaration and of every use."
      />
      {answer?.form && <Banner tone="danger">{answer.form}</Banner>}
      <ErrorSummary errors={answer?.fields ?? {}} title="Nothing was declared" />
      <Card title="The emergency">
        <Form method="post" noValidate className="stack">
          <EmergencyFields errors={answer?.fields ?? {}} typed={answer?.typed ?? {}} />
          <p className="row">
            <Button look="primary">Declare it</Button>
            <LinkButton look="plain" to="/break-glass/incidents">
              Cancel
            </LinkButton>
          </p>
        </Form>
      </Card>
    </AppShell>
  );
}
