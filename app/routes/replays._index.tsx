import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { requireAdmin, requireCaller, requireOversight } from "#app/auth/caller.server.ts";
import { AppShell } from "#app/components/app-shell.tsx";
import { Button } from "#app/components/button.tsx";
import { Card } from "#app/components/card.tsx";
import { EmptyState } from "#app/components/empty-state.tsx";
import { ErrorSummary } from "#app/components/error-summary.tsx";
import { TextField } from "#app/components/field.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { ReplayTable } from "#app/components/replay-table.tsx";
import { TrialFields } from "#app/components/trial-fields.tsx";
import { issuesByField } from "#app/http/issues.ts";
import { shellOf } from "#app/http/shell.server.ts";
import { Refused } from "#app/register/refused.ts";
import { isAdmin } from "#app/register/roles.ts";
import { replayNames } from "#app/replays/replay-names.server.ts";
import { startReplay } from "#app/replays/start-replay.server.ts";
import { mostDays } from "#app/replays/trial.ts";
import { trialChoices } from "#app/replays/trial-choices.server.ts";
import { listReplays } from "#db/replays.ts";

export const meta: MetaFunction = () => [{ title: "Replays · MFA Register" }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  const caller = await requireCaller({ request, context });
  requireOversight(caller);
  const { db, now } = context;
  const workspaceId = caller.workspace.id;
  const { searchParams } = new URL(request.url);
  const replays = await listReplays(db, workspaceId, { limit: 50 });
  return {
    shell: await shellOf(db, caller, now),
    now,
    mayStart: isAdmin(caller.roles),
    replays,
    names: await replayNames(db, workspaceId, replays),
    choices: await trialChoices(db, workspaceId),
    chosen: {
      policyDraft: searchParams.get("policy_draft") ?? "",
      exception: searchParams.get("exception") ?? "",
      days: "30",
    },
  };
}

const daysMessage = `Give whole days, 1 to ${mostDays}.`;
const Start = z.object({
  days: z.coerce.number(daysMessage).int(daysMessage).min(1, daysMessage).max(mostDays, daysMessage),
  policy_draft: z.string().default(""),
  exception: z.string().default(""),
});

export async function action({ request, context }: ActionFunctionArgs) {
  const caller = await requireCaller({ request, context });
  requireAdmin(caller);
  const form = Object.fromEntries(await request.formData());
  const parsed = Start.safeParse(form);
  if (!parsed.success) return data({ errors: issuesByField(parsed.error), typed: typedIn(form) }, { status: 400 });
  try {
    const id = await startReplay(context.db, {
      workspaceId: caller.workspace.id,
      days: parsed.data.days,
      policyDraftId: parsed.data.policy_draft,
      exceptionId: parsed.data.exception,
      userId: caller.user.id,
      actor: caller.auditActor,
      now: context.now,
    });
    return redirect(`/replays/${id}`);
  } catch (caught) {
    if (!(caught instanceof Refused)) throw caught;
    const errors = { [String(caught.more.field ?? "policy_draft")]: caught.message };
    return data({ errors, typed: typedIn(form) }, { status: caught.status });
  }
}

function typedIn(form: Record<string, FormDataEntryValue>) {
  const text = (name: string) => String(form[name] ?? "");
  return { policyDraft: text("policy_draft"), exception: text("exception"), days: text("days") };
}

export default function Replays() {
  const { shell, now, mayStart, replays, names, choices, chosen } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const typed = answer?.typed ?? chosen;
  const errors = answer?.errors ?? {};
  return (
    <AppShell shell={shell}>
      <PageHeader
        title="Replays"
        crumbs={[{ label: "Sign-ins", to: "/decisions" }, { label: "Replays" }]}
        lede="What the decisions of the last days would have been under a draft, compared with what they were."
      />
      <div className="stack-wide">
        {mayStart && (
          <Card title="New replay">
            <Form method="post">
              <ErrorSummary errors={errors} />
              <TrialFields choices={choices} chosen={typed} errors={errors} />
              <TextField
                name="days"
                label="Days"
                hint={`So many days back from now, 1 to ${mostDays}.`}
                type="number"
                min={1}
                max={mostDays}
                defaultValue={typed.days}
                error={errors.days}
              />
              <Button look="primary">Start the replay</Button>
            </Form>
          </Card>
        )}
        {replays.length > 0 ? (
          <ReplayTable replays={replays} names={names} now={now} />
        ) : (
          <EmptyState title="No replays yet">
            A draft of the policy, or a record that is not in force, can be tried on what has happened.
          </EmptyState>
        )}
      </div>
    </AppShell>
  );
}
