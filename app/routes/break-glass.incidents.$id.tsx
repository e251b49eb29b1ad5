import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { type Caller, requireCaller } from "#app/auth/caller.server.ts";
import { typedIn } from "#app/break-glass/answer-form.server.ts";
import { answerToForm } from "#app/break-glass/answer-to-form.server.ts";
import { reportWording } from "#app/break-glass/incident.ts";
import { type IncidentView, incidentView } from "#app/break-glass/incident-views.server.ts";
import { closeIncident, declareIncident, endEmergency, writeReport } from "#app/break-glass/see-to-incident.server.ts";
import { EmergencyForm, ReportForm } from "#app/break-glass/use-schemas.ts";
import { AppShell } from "#app/components/app-shell.tsx";
import { Banner } from "#app/components/banner.tsx";
import { Button } from "#app/components/button.tsx";
import { Card } from "#app/components/card.tsx";
import { EmergencyFields } from "#app/components/emergency-fields.tsx";
import { ErrorSummary } from "#app/components/error-summary.tsx";
import { Facts } from "#app/components/facts.tsx";
import type { FieldErrors } from "#app/components/field.tsx";
import { IncidentReportCard, PolicyBefore } from "#app/components/incident-report.tsx";
import { IncidentStateBadge } from "#app/components/incident-state.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { exact } from "#app/components/relative-time.ts";
import { UseLog } from "#app/components/use-log.tsx";
import { pageOf } from "#app/http/page.server.ts";
import { shellOf } from "#app/http/shell.server.ts";
import type { Db } from "#db/connect.ts";

const Params = z.object({ id: z.string().min(1) });
const Sent = z.discriminatedUnion("intent", [
  EmergencyForm.extend({ intent: z.literal("declare") }),
  ReportForm.extend({ intent: z.literal("report") }),
  z.object({ intent: z.literal("end") }),
  z.object({ intent: z.literal("close") }),
]);

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const caller = await requireCaller({ request, context });
  const { db, now } = context;
  return pageOf(async () => ({
    shell: await shellOf(db, caller, now),
    now,
    view: await incidentView(db, caller, Params.parse(params).id, now),
  }));
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  const caller = await requireCaller({ request, context });
  const { id } = Params.parse(params);
  const typed = typedIn(await request.formData());
  return answerToForm(typed, Sent.safeParse(typed), async (sent) => {
    await carryOut(context.db, { caller, id, now: context.now }, sent);
    return `/break-glass/incidents/${id}`;
  });
}

function carryOut(
  db: Db,
  one: { caller: Caller; id: string; now: string },
  sent: z.output<typeof Sent>,
): Promise<void> {
  switch (sent.intent) {
    case "declare":
      return declareIncident(db, { ...one, said: sent });
    case "report": {
      const { intent: _, ...said } = sent;
      return writeReport(db, { ...one, said });
    }
    case "end":
      return endEmergency(db, one);
    case "close":
      return closeIncident(db, one);
    default:
      return sent satisfies never;
  }
}

export const meta: MetaFunction<typeof loader> = ({ data: loaded }) => [
  { title: `${loaded?.view.incident.id ?? "Incident"} · MFA Register` },
];

export default function IncidentPage() {
  const { shell, now, view } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const { incident, state, uses, mayWrite } = view;
  const [errors, typed]: [FieldErrors, Record<string, string>] = [answer?.fields ?? {}, answer?.typed ?? {}];
  return (
    <AppShell shell={shell}>
      <PageHeader
        title={incident.title}
        crumbs={[
          { label: "Break-glass", to: "/break-glass" },
          { label: "Incidents", to: "/break-glass/incidents" },
          { label: incident.id, canCopy: true },
        ]}
        meta={<IncidentStateBadge state={state} />}
      />
      {answer?.form && <Banner tone="danger">{answer.form}</Banner>}
      <ErrorSummary errors={errors} />
      {state === "draft" && (
        <Banner tone="caution">
          The register opened this draft by itself, since nothing was planned or declared. Complete the report; where it
          was an emergency, declare it.
        </Banner>
      )}
      <div className="cols">
        <div className="stack-wide">
          <IncidentReportCard view={view} errors={errors} typed={typed} />
          {uses.length > 0 && (
            <Card title="Sign-ins of emergency accounts" isFlush>
              <UseLog rows={uses} now={now} />
            </Card>
          )}
        </div>
        <div className="rail">
          <AboutIncident view={view} />
          <PolicyBefore view={view} />
          {mayWrite && state === "under_way" && (
            <Card title="It is over">
              <Form method="post" className="stack">
                <input type="hidden" name="intent" value="end" />
                <p className="hint">A use from then on is unplanned again.</p>
                <Button>End the emergency now</Button>
              </Form>
            </Card>
          )}
          {mayWrite && state === "draft" && (
            <Card title="It is an emergency">
              <Form method="post" noValidate className="stack">
                <input type="hidden" name="intent" value="declare" />
                <EmergencyFields errors={errors} typed={typed} title={incident.title} />
                <Button>Declare it an emergency</Button>
              </Form>
            </Card>
          )}
          {mayWrite && state !== "under_way" && <CloseIncident view={view} />}
        </div>
      </div>
    </AppShell>
  );
}

function AboutIncident({ view: { incident, names } }: { view: IncidentView }) {
  const { reference, reason, beginsAt, endsAt, declaredBy, declaredAt, openedAt, closedBy, closedAt } = incident;
  return (
    <Card title="The incident">
      <Facts
        isTight
        facts={[
          { term: "Reference", detail: reference },
          { term: "Reason", detail: reason },
          { term: "Begins", detail: exact(beginsAt) },
          { term: "Ends", detail: endsAt && exact(endsAt) },
          { term: "Opened", detail: exact(openedAt) },
          {
            term: "Declared",
            detail: declaredAt && `${exact(declaredAt)}, ${declaredBy ? (names[declaredBy] ?? "") : ""}`,
          },
          ...(closedAt
            ? [{ term: "Closed", detail: `${exact(closedAt)}, ${closedBy ? (names[closedBy] ?? "") : ""}` }]
            : []),
        ]}
      />
    </Card>
  );
}

function CloseIncident({ view: { missing, uses } }: { view: IncidentView }) {
  const unclassified = uses.filter(({ classification }) => classification === null).length;
  return (
    <Card title="Close it">
      <Form method="post" className="stack">
        <input type="hidden" name="intent" value="close" />
        {missing.length > 0 && (
          <p className="hint">The report lacks: {missing.map((part) => reportWording[part].title).join(", ")}.</p>
        )}
        {unclassified > 0 && <p className="hint">Classify its uses first.</p>}
        <Button aria-disabled={missing.length > 0 || unclassified > 0 || undefined}>Close the incident</Button>
      </Form>
    </Card>
  );
}
