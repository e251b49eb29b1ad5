import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { requireAdmin, requireCaller, requirePolicyReader } from "#app/auth/caller.server.ts";
import { asksForStepUp, formBeforeStepUp, stepUpFor } from "#app/auth/step-up-for.server.ts";
import { AppShell } from "#app/components/app-shell.tsx";
import { Banner } from "#app/components/banner.tsx";
import { LinkButton } from "#app/components/button.tsx";
import { CameBack } from "#app/components/came-back.tsx";
import { Card } from "#app/components/card.tsx";
import { DraftActions } from "#app/components/draft-actions.tsx";
import { Facts } from "#app/components/facts.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { PeopleAffected } from "#app/components/people-affected.tsx";
import { PolicyChanges } from "#app/components/policy-changes.tsx";
import { PolicyPreviewTable } from "#app/components/policy-preview-table.tsx";
import { exact } from "#app/components/relative-time.ts";
import { draftStateLabels } from "#app/components/state-labels.ts";
import { shellOf } from "#app/http/shell.server.ts";
import { draftCommands } from "#app/policy/draft-commands.ts";
import { draftPage } from "#app/policy/draft-view.server.ts";
import { settleDraft } from "#app/policy/settle-draft.server.ts";
import { Refused } from "#app/register/refused.ts";

const Params = z.object({ id: z.string().min(1) });
const Settling = z.object({
  command: z.enum(draftCommands),
  comment: z.string().trim().max(2000, "At most 2,000 characters").default(""),
});

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const caller = await requireCaller({ request, context });
  requirePolicyReader(caller);
  const { id } = Params.parse(params);
  const { db, now } = context;
  const view = await draftPage(db, caller, id, now);
  if (!view) throw new Response("There is no such draft of the policy.", { status: 404 });
  const form = await formBeforeStepUp({ request, context }, caller);
  return { shell: await shellOf(db, caller, now), returned: form && String(form.get("comment") ?? ""), ...view };
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  const caller = await requireCaller({ request, context });
  requireAdmin(caller);
  const { id } = Params.parse(params);
  const form = await request.formData();
  const read = Settling.safeParse(Object.fromEntries(form));
  if (!read.success)
    return data(
      { errors: { comment: read.error.issues[0]?.message ?? "Choose what to do." }, typed: "" },
      { status: 400 },
    );
  try {
    await settleDraft(context.db, {
      workspaceId: caller.workspace.id,
      id,
      ...read.data,
      by: caller.actor,
      actor: caller.auditActor,
      now: context.now,
    });
  } catch (caught) {
    if (asksForStepUp(caught)) throw await stepUpFor({ request, context }, { caller, form });
    if (!(caught instanceof Refused)) throw caught;
    return data({ errors: { comment: caught.message }, typed: read.data.comment }, { status: caught.status });
  }
  return redirect(`/settings/policy/drafts/${id}`);
}

export const meta: MetaFunction = () => [{ title: "Draft of the MFA policy · MFA Register" }];

export default function PolicyDraftPage() {
  const view = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const { shell, returned, draft, author, decider, changes, preview, affected, current } = view;
  const { label, tone } = draftStateLabels[draft.state];
  const isOpen = draft.state === "draft" || draft.state === "waiting";
  return (
    <AppShell shell={shell}>
      <PageHeader
        title={draft.reason}
        crumbs={[{ label: "MFA policy", to: "/settings/policy" }, { label: "Draft" }]}
        meta={
          <>
            <span className={`badge text tone-${tone}`}>{label}</span>
            <span>
              written by {author}, <time dateTime={draft.createdAt}>{exact(draft.createdAt)}</time>
            </span>
          </>
        }
      />
      {isOpen && current !== draft.basedOn && (
        <Banner tone="caution">
          It changes version {draft.basedOn}, and version {current} has come into force since. It can no longer be put
          in force; open it in the form and ask anew.
        </Banner>
      )}
      <div className="cols">
        <div className="stack-wide">
          <Card title={`What it changes of version ${draft.basedOn}`} isFlush>
            <PolicyChanges caption="What it changes" changes={changes} />
          </Card>
          <Card title="What each kind of user meets next" aside="after the password" isFlush>
            <PolicyPreviewTable rows={preview} before={`Version ${draft.basedOn}`} after="With this" />
          </Card>
          {isOpen && <PeopleAffected affected={affected} before={`Version ${draft.basedOn}`} after="With this" />}
        </div>
        <div className="rail">
          <CameBack isBack={returned !== null && !answer} />
          {isOpen && (
            <DraftActions view={view} error={answer?.errors.comment} typed={answer?.typed ?? returned ?? ""} />
          )}
          {isOpen && (
            <Card title="Try it out">
              <p className="row">
                <LinkButton isSmall to={`/what-if?policy_draft=${draft.id}`}>
                  On one sign-in
                </LinkButton>
                <LinkButton isSmall to={`/replays?policy_draft=${draft.id}`}>
                  On the last days
                </LinkButton>
              </p>
            </Card>
          )}
          <Card title="Decision">
            <Facts
              isTight
              facts={[
                { term: "State", detail: label },
                { term: "By", detail: decider },
                { term: "When", detail: draft.decidedAt && exact(draft.decidedAt) },
                { term: "Comment", detail: draft.comment },
              ]}
            />
          </Card>
        </div>
      </div>
    </AppShell>
  );
}
