import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { Link, useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { type Caller, requireAdmin, requireCaller, requirePolicyReader } from "#app/auth/caller.server.ts";
import { formBeforeStepUp, requireFreshFactor } from "#app/auth/step-up-for.server.ts";
import { AppShell } from "#app/components/app-shell.tsx";
import { Banner } from "#app/components/banner.tsx";
import { CameBack } from "#app/components/came-back.tsx";
import { Card } from "#app/components/card.tsx";
import { ExemptRoles } from "#app/components/exempt-roles.tsx";
import { Facts } from "#app/components/facts.tsx";
import { OpenDrafts, WaitingWeakenings } from "#app/components/open-drafts.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { PolicyForm } from "#app/components/policy-form.tsx";
import { PolicyPreviewTable } from "#app/components/policy-preview-table.tsx";
import type { PolicyReviewData } from "#app/components/policy-review.tsx";
import { PolicySummary } from "#app/components/policy-summary.tsx";
import { exact } from "#app/components/relative-time.ts";
import type { RequestContext } from "#app/http/load-context.server.ts";
import { shellOf } from "#app/http/shell.server.ts";
import type { PolicyContent } from "#app/policy/policy-content.ts";
import { contentOfForm, isAboutRows, type PolicyTyped, readPolicyForm } from "#app/policy/policy-form.ts";
import { dialTexts } from "#app/policy/policy-texts.ts";
import { policyView, reviewOf } from "#app/policy/policy-view.server.ts";
import { draftPolicy, savePolicy } from "#app/policy/save-policy.server.ts";
import { Refused } from "#app/register/refused.ts";

export const meta: MetaFunction = () => [{ title: "MFA policy · MFA Register" }];

const Query = z.object({
  draft: z.string().nullable().default(null),
  version: z.coerce.number().int().positive().max(2_147_483_647).nullable().catch(null).default(null),
});

export async function loader({ request, context }: LoaderFunctionArgs) {
  const caller = await requireCaller({ request, context });
  requirePolicyReader(caller);
  const { db, now } = context;
  const beginning = Query.parse(Object.fromEntries(new URL(request.url).searchParams));
  const form = await formBeforeStepUp({ request, context }, caller);
  return {
    shell: await shellOf(db, caller, now),
    now,
    returned: form && (await lookAt(context, caller, readPolicyForm(form).typed)).answer,
    ...(await policyView(db, caller, now, beginning)),
  };
}

type Answer = { typed: PolicyTyped; errors: Record<string, string>; review: PolicyReviewData | null };
type Looked = { answer: Answer; status: number; content: PolicyContent | null };

/** Says what saving what was typed would change, without saving it. */
async function lookAt({ db, now }: RequestContext, caller: Caller, typed: PolicyTyped): Promise<Looked> {
  const read = contentOfForm(typed);
  if (!read.ok) return { answer: { typed, errors: read.errors, review: null }, status: 400, content: null };
  try {
    const { content, ...review } = await reviewOf(db, caller, { content: read.content, typed, now });
    return { answer: { typed, errors: {}, review: { ...review, isChangedSince: false } }, status: 200, content };
  } catch (caught) {
    return refused(caught, typed);
  }
}

function refused(caught: unknown, typed: PolicyTyped): Looked {
  if (!(caught instanceof Refused)) throw caught;
  const errors = { [String(caught.more.field ?? "dial")]: caught.message };
  return { answer: { typed, errors, review: null }, status: caught.status, content: null };
}

export async function action({ request, context }: ActionFunctionArgs) {
  const caller = await requireCaller({ request, context });
  requireAdmin(caller);
  const form = await request.formData();
  const { intent, typed } = readPolicyForm(form);
  if (isAboutRows(intent)) return data<Answer>({ typed, errors: {}, review: null });
  const { answer, status, content } = await lookAt(context, caller, typed);
  const { review } = answer;
  if (intent === "review" || review === null || content === null) return data(answer, { status });
  if (form.get("reviewed") !== review.seal)
    return data<Answer>({ ...answer, review: { ...review, isChangedSince: true } }, { status: 400 });
  if (typed.reason === "")
    return data<Answer>({ ...answer, errors: { reason: "Say why; it stays with the version." } }, { status: 400 });
  if (intent !== "draft") await requireFreshFactor({ request, context }, { caller, form });
  try {
    return redirect(await keep(context, caller, { intent, typed, content }));
  } catch (caught) {
    const late = refused(caught, typed);
    return data(late.answer, { status: late.status });
  }
}

type Kept = { intent: string; typed: PolicyTyped; content: PolicyContent };

/** Saves what was reviewed, or keeps it as a draft; returns where it is to be seen. */
async function keep({ db, now }: RequestContext, caller: Caller, { intent, typed, content }: Kept): Promise<string> {
  const save = {
    workspaceId: caller.workspace.id,
    basedOn: Number(typed.basedOn),
    content,
    forcesReenrollment: typed.forcesReenrollment,
    reason: typed.reason,
    by: caller.actor,
    actor: caller.auditActor,
    now,
  };
  if (intent === "draft") return `/settings/policy/drafts/${(await draftPolicy(db, save)).id}`;
  const { draft, inForce } = await savePolicy(db, save);
  return draft ? `/settings/policy/drafts/${draft.id}` : `/settings/policy/versions/${inForce.version}`;
}

export default function PolicyPage() {
  const view = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>() ?? view.returned;
  const { shell, now, version, since, author, reason, open, mayEdit, content, names, exempt } = view;
  return (
    <AppShell shell={shell}>
      <PageHeader
        title="MFA policy"
        crumbs={[{ label: "Settings" }, { label: "Security" }, { label: "MFA policy" }]}
        meta={
          <>
            <span className="badge text">Version {version}</span>
            <span>
              in force since <time dateTime={since}>{exact(since)}</time>
            </span>
            {author && <span>set by {author}</span>}
            <Link to="/settings/policy/versions">All versions</Link>
          </>
        }
      />
      <WaitingWeakenings open={open} mayDecide={mayEdit} />
      {content.dial === "off" && <Banner tone="caution">{dialTexts.off.text}</Banner>}
      <CameBack isBack={view.returned !== null && answer === view.returned} />
      {view.isBegunElsewhere && !answer && (
        <Banner tone="info">
          The form holds what was written before, not what is in force. Review it to see the difference.
        </Banner>
      )}
      <div className="cols">
        {mayEdit ? (
          <PolicyForm
            typed={answer?.typed ?? view.typed}
            errors={answer?.errors ?? {}}
            review={answer?.review ?? null}
            {...{ version, now, exempt }}
            directory={view.directory}
          />
        ) : (
          <PolicySummary title={`Version ${version}`} content={content} names={names} />
        )}
        <div className="rail">
          <OpenDrafts open={open} now={now} />
          {!answer?.review && (
            <Card title="Who meets what next" aside="after the password" isFlush>
              <PolicyPreviewTable rows={view.preview} before={`Version ${version}`} after={null} />
            </Card>
          )}
          <Card title="This version">
            <Facts
              isTight
              facts={[
                { term: "Reason", detail: reason },
                { term: "Asks since", detail: view.askedSince && exact(view.askedSince) },
                { term: "Re-enrolment", detail: view.reenrollmentForcedAt && exact(view.reenrollmentForcedAt) },
              ]}
            />
          </Card>
          {!mayEdit && (
            <Card title="Exempt roles">
              <ExemptRoles exempt={exempt} now={now} roles={[]} />
            </Card>
          )}
        </div>
      </div>
    </AppShell>
  );
}
