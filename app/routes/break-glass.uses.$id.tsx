import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Link, useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { type Caller, requireCaller } from "#app/auth/caller.server.ts";
import { classify, close, writePostMortem } from "#app/break-glass/account-for-use.server.ts";
import { typedIn } from "#app/break-glass/answer-form.server.ts";
import { answerToForm } from "#app/break-glass/answer-to-form.server.ts";
import { Classification, PostMortemForm } from "#app/break-glass/use-schemas.ts";
import { type UseView, useView } from "#app/break-glass/use-views.server.ts";
import { AppShell } from "#app/components/app-shell.tsx";
import { Banner } from "#app/components/banner.tsx";
import { Card } from "#app/components/card.tsx";
import { ErrorSummary } from "#app/components/error-summary.tsx";
import { Facts } from "#app/components/facts.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { exact } from "#app/components/relative-time.ts";
import { ClassifyForm, CloseUse, PostMortem, PostMortemFields } from "#app/components/use-forms.tsx";
import { RotatedAfter, UseClassBadge } from "#app/components/use-log.tsx";
import { pageOf } from "#app/http/page.server.ts";
import { shellOf } from "#app/http/shell.server.ts";
import type { Db } from "#db/connect.ts";

const Params = z.object({ id: z.string().min(1) });
const Sent = z.discriminatedUnion("intent", [
  Classification.extend({ intent: z.literal("classify") }),
  PostMortemForm.extend({ intent: z.literal("post_mortem") }),
  z.object({ intent: z.literal("close") }),
]);

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const caller = await requireCaller({ request, context });
  const { db, now } = context;
  return pageOf(async () => ({
    shell: await shellOf(db, caller, now),
    now,
    view: await useView(db, caller, Params.parse(params).id, now),
  }));
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  const caller = await requireCaller({ request, context });
  const { id } = Params.parse(params);
  const typed = typedIn(await request.formData());
  return answerToForm(typed, Sent.safeParse(typed), async (sent) => {
    await carryOut(context.db, { caller, id, now: context.now }, sent);
    return `/break-glass/uses/${id}`;
  });
}

function carryOut(
  db: Db,
  one: { caller: Caller; id: string; now: string },
  sent: z.output<typeof Sent>,
): Promise<void> {
  switch (sent.intent) {
    case "classify":
      return classify(db, { ...one, said: sent });
    case "post_mortem":
      return writePostMortem(db, { ...one, said: sent });
    case "close":
      return close(db, one);
    default:
      return sent satisfies never;
  }
}

export const meta: MetaFunction<typeof loader> = ({ data: loaded }) => [
  { title: `Use of ${loaded?.view.row?.account ?? "an account"} · MFA Register` },
];

export default function UsePage() {
  const { shell, view } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const { use, row, signIns, mayAnswer, opensDecisions } = view;
  const [errors, typed] = [answer?.fields ?? {}, answer?.typed ?? {}];
  const account = row?.account ?? use.userId;
  return (
    <AppShell shell={shell}>
      <PageHeader
        title={`${account} was used`}
        crumbs={[
          { label: "Break-glass", to: "/break-glass" },
          { label: "Uses", to: "/break-glass/uses" },
          { label: exact(use.at) },
        ]}
        meta={row && <UseClassBadge row={row} />}
      />
      {answer?.form && <Banner tone="danger">{answer.form}</Banner>}
      <ErrorSummary errors={errors} />
      {use.partOf && (
        <Banner tone="info">
          This sign-in belongs to <Link to={`/break-glass/uses/${use.partOf}`}>a use that began before</Link>; it is
          accounted for there.
        </Banner>
      )}
      <div className="cols">
        <div className="stack-wide">
          <WhatIsKnown view={view} account={account} />
          {mayAnswer && <ClassifyForm view={view} errors={errors} typed={typed} />}
          {mayAnswer && use.classification !== "drill" && use.classification !== null ? (
            <PostMortemFields view={view} errors={errors} typed={typed} />
          ) : (
            <PostMortem view={view} />
          )}
        </div>
        <div className="rail">
          {mayAnswer && <CloseUse view={view} />}
          <Card title="Sign-ins" aside={String(signIns.length)}>
            <ul className="stack">
              {signIns.map(({ id, at, methods }) => (
                <li key={id}>
                  {opensDecisions ? <Link to={`/decisions/${id}`}>{exact(at)}</Link> : exact(at)}
                  <span className="two">{methods.replaceAll("_", " ").replaceAll(",", ", ")}</span>
                </li>
              ))}
            </ul>
          </Card>
        </div>
      </div>
    </AppShell>
  );
}

function WhatIsKnown({ view: { use, row, known, names }, account }: { view: UseView; account: string }) {
  const by = use.classifiedBy ? (names[use.classifiedBy] ?? "") : "The register, from what was planned";
  return (
    <Card title="What is known">
      <Facts
        facts={[
          { term: "Account", detail: <Link to={`/break-glass/accounts/${use.userId}`}>{account}</Link> },
          { term: "When", detail: exact(use.at) },
          { term: "From", detail: use.ip && <code>{use.ip}</code> },
          { term: "Into", detail: use.applicationId },
          { term: "With", detail: use.methods.replaceAll("_", " ").replaceAll(",", ", ") },
          {
            term: "Let in by",
            detail: use.exceptionId ? <Link to={`/exceptions/${use.exceptionId}`}>{use.exceptionId}</Link> : use.reason,
          },
          { term: "Noticed", detail: use.notedAt && exact(use.notedAt) },
          { term: "Signed in", detail: row?.signedInBy },
          { term: "Explanation", detail: use.explanation },
          ...(use.classifiedAt ? [{ term: "Said by", detail: `${by}, ${exact(use.classifiedAt)}` }] : []),
          { term: "Rotated after", detail: <RotatedAfter at={use.at} rotatedAt={known.rotatedAt} /> },
          ...(use.drillId
            ? [{ term: "Drill", detail: <Link to={`/break-glass/drills/${use.drillId}`}>Open the drill</Link> }]
            : []),
          ...(use.incidentId
            ? [
                {
                  term: "Incident",
                  detail: <Link to={`/break-glass/incidents/${use.incidentId}`}>{use.incidentId}</Link>,
                },
              ]
            : []),
          ...(use.closedAt
            ? [{ term: "Closed", detail: `${exact(use.closedAt)}, ${use.closedBy ? (names[use.closedBy] ?? "") : ""}` }]
            : []),
        ]}
      />
    </Card>
  );
}
