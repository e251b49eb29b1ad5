import { type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { Link, useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { requireCaller } from "#app/auth/caller.server.ts";
import { formBeforeStepUp } from "#app/auth/step-up-for.server.ts";
import { answerRotationForm, typedIn } from "#app/break-glass/answer-form.server.ts";
import { secretView } from "#app/break-glass/secrets-view.server.ts";
import { AppShell } from "#app/components/app-shell.tsx";
import { CameBack } from "#app/components/came-back.tsx";
import { Card } from "#app/components/card.tsx";
import { ErrorSummary } from "#app/components/error-summary.tsx";
import { Facts } from "#app/components/facts.tsx";
import { HealthList } from "#app/components/health-list.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { RotationPanel, type Sent } from "#app/components/rotation-panel.tsx";
import { RotationTable } from "#app/components/rotation-table.tsx";
import { pageOf } from "#app/http/page.server.ts";
import { shellOf } from "#app/http/shell.server.ts";

const Params = z.object({ id: z.string().min(1) });

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const caller = await requireCaller({ request, context });
  const { db, now } = context;
  const view = await pageOf(() => secretView(db, caller, Params.parse(params).id, now));
  const form = await formBeforeStepUp({ request, context }, caller);
  const typed = form && typedIn(form);
  return {
    ...view,
    shell: await shellOf(db, caller, now),
    now,
    back: typed && ({ intent: typed.intent ?? "", typed, errors: {} } satisfies Sent),
  };
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  const caller = await requireCaller({ request, context });
  const { id } = Params.parse(params);
  const form = await request.formData();
  const subject = { kind: "service_principal", id } as const;
  const answer = await answerRotationForm({ request, context }, { caller, form, subject });
  return answer ?? redirect(`/break-glass/secrets/${encodeURIComponent(id)}`);
}

export const meta: MetaFunction<typeof loader> = ({ data: loaded }) => [
  { title: `Secret of ${loaded?.secret.name ?? "a service account"} · MFA Register` },
];

export default function SecretPage() {
  const { shell, now, secret, rotations, mayRotate, back } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>()?.sent ?? null;
  return (
    <AppShell shell={shell}>
      <PageHeader
        title={`Secret of ${secret.name}`}
        crumbs={[
          { label: "Break-glass" },
          { label: "Other secrets", to: "/break-glass/secrets" },
          { label: secret.name },
        ]}
        lede="One person replaces it and records it, another one attests it."
      />
      <CameBack isBack={back !== null && answer === null} />
      <ErrorSummary errors={answer?.errors ?? {}} title="This was not done" />
      <div className="cols">
        <div className="stack-wide">
          <Card title="What rests on it" isFlush>
            <div className="body">
              <Facts
                facts={[
                  { term: "Service account", detail: <code>{secret.id}</code> },
                  {
                    term: "Exceptions",
                    detail: (
                      <ul>
                        {secret.records.map(({ id, title }) => (
                          <li key={id}>
                            <Link to={`/exceptions/${id}/implementation`}>{id}</Link> {title}
                          </li>
                        ))}
                      </ul>
                    ),
                  },
                  { term: "Answers for it", detail: secret.keepers.join(", ") },
                ]}
              />
            </div>
            <div className="body">
              <HealthList lines={[{ name: "Rotation", standing: secret.standing, note: undefined }]} />
            </div>
          </Card>
          <RotationTable rotations={rotations} now={now} />
        </div>
        <div className="rail">
          {mayRotate && <RotationPanel rotations={rotations} sent={answer ?? back} now={now} />}
        </div>
      </div>
    </AppShell>
  );
}
