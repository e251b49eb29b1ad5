import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Form, useActionData, useLoaderData, useSearchParams } from "@remix-run/react";
import { requireCaller } from "#app/auth/caller.server.ts";
import { typedIn } from "#app/break-glass/answer-form.server.ts";
import { answerToForm } from "#app/break-glass/answer-to-form.server.ts";
import { drillHours } from "#app/break-glass/drill.ts";
import { drillChoices } from "#app/break-glass/drill-views.server.ts";
import { planDrill } from "#app/break-glass/hold-drill.server.ts";
import { DrillPlan } from "#app/break-glass/use-schemas.ts";
import { AppShell } from "#app/components/app-shell.tsx";
import { Banner } from "#app/components/banner.tsx";
import { Button, LinkButton } from "#app/components/button.tsx";
import { Card } from "#app/components/card.tsx";
import { ErrorSummary } from "#app/components/error-summary.tsx";
import { SelectField, TextField } from "#app/components/field.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { TimeField } from "#app/components/time-field.tsx";
import { pageOf } from "#app/http/page.server.ts";
import { shellOf } from "#app/http/shell.server.ts";
import { typedTime } from "#app/register/typed-time.ts";

export const meta: MetaFunction = () => [{ title: "Plan a drill · MFA Register" }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  const caller = await requireCaller({ request, context });
  const { db, now } = context;
  return pageOf(async () => ({
    shell: await shellOf(db, caller, now),
    ...(await drillChoices(db, caller)),
  }));
}

export async function action({ request, context }: ActionFunctionArgs) {
  const caller = await requireCaller({ request, context });
  const typed = typedIn(await request.formData());
  const read = DrillPlan.safeParse({
    ...typed,
    starts_at: typedTime(typed.starts_at ?? "", caller.workspace.timeZone) ?? null,
  });
  return answerToForm(typed, read, async (said) => {
    const id = await planDrill(context.db, { caller, now: context.now, said });
    return `/break-glass/drills/${id}`;
  });
}

export default function NewDrillPage() {
  const { shell, accounts, people } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const [query] = useSearchParams();
  const [errors, typed]: [Record<string, string>, Record<string, string>] = [answer?.fields ?? {}, answer?.typed ?? {}];
  return (
    <AppShell shell={shell}>
      <PageHeader
        title="Plan a drill"
        crumbs={[
          { label: "Break-glass", to: "/break-glass" },
          { label: "Drills", to: "/break-glass/drills" },
          { label: "New" },
        ]}
        lede="The account's custodians and whoever watches over the alarms are told at once. Within its time a sign-in counts as part of the drill."
      />
      {answer?.form && <Banner tone="danger">{answer.form}</Banner>}
      <ErrorSummary errors={errors} />
      <Card title="The drill">
        <Form method="post" noValidate className="stack">
          <SelectField
            name="account"
            label="Account"
            error={errors.account}
            defaultValue={typed.account ?? query.get("account") ?? ""}
          >
            <option value="">Choose</option>
            {accounts.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </SelectField>
          <TimeField
            name="starts_at"
            label="Begins"
            hint="Leave it empty to begin now"
            error={errors.starts_at}
            value={typed.starts_at ?? ""}
          />
          <TextField
            name="hours"
            label="Hours"
            hint={`How long its window is open, at most ${drillHours.most}`}
            error={errors.hours}
            type="number"
            min={drillHours.least}
            max={drillHours.most}
            step={0.25}
            defaultValue={typed.hours ?? drillHours.usual}
          />
          <SelectField
            name="signs_in"
            label="Who signs in"
            hint="Somebody else finishes the drill"
            error={errors.signs_in}
            defaultValue={typed.signs_in ?? ""}
          >
            <option value="">Choose</option>
            {people.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </SelectField>
          <p className="row">
            <Button look="primary">Plan the drill</Button>
            <LinkButton look="plain" to="/break-glass/drills">
              Cancel
            </LinkButton>
          </p>
        </Form>
      </Card>
    </AppShell>
  );
}
