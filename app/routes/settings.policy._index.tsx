import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { Link, useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { type Caller, requireAdmin, requireCaller, requirePolicyReader } from "#app/auth/caller.server.ts";
import { AppShell } from "#app/components/app-shell.tsx";
import { Banner } from "#app/components/banner.tsx";
import { Card } from "#app/components/card.tsx";
import { ExemptRoles } from "#app/components/exempt-roles.tsx";
import { Facts } from "#app/components/facts.tsx";
import { OpenDrafts, WaitingWeakenings } from "#app/components/open-drafts.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { PolicyForm } from "#app/components/policy-form.tsx";
import { PolicyPreviewTable } from "#app/components/policy-preview-table.tsx";
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
  return { shell: await shellOf(db, caller, now), now, ...(await policyView(db, caller, now, beginning)) };
}

export async function action({ request, context }: ActionFunctionArgs) {
  const caller = await requireCaller({ request, context });
  requireAdmin(caller);
  const form = await request.formData();
  const { intent, typed } = readPolicyForm(form);
  if (isAboutRows(intent)) return data({ typed, errors: {}, review: null });
  const read = contentOfForm(typed);
  if (!read.ok) return data({ typed, errors: read.errors, review: null }, { status: 400 });
  try {
    const review = await reviewOf(context.db, caller, { content: read.content, typed, now: context.now });
    const reviewed = String(form.get("reviewed") ?? "");
    const isReviewed = reviewed === review.seal;
    if (intent !== "review" && isReviewed && typed.reason !== "")
      return redirect(await keep(context, caller, { intent, typed, content: review.content }));
    const errors: Record<string, string> =
      intent !== "review" && isReviewed ? { reason: "Say why; it stays with the version." } : {};
    const isChangedSince = intent !== "review" && !isReviewed;
    return data({ typed, errors, review: { ...review, isChangedSince } }, { status: intent === "review" ? 200 : 400 });
  } catch (caught) {
    if (!(caught instanceof Refused)) throw caught;
    const field = String(caught.more.field ?? "dial");
    return data({ typed, errors: { [field]: caught.message }, review: null }, { status: caught.status });
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
  const answer = useActionData<typeof action>();
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
