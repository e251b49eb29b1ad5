import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { Form, useActionData, useLoaderData, useSearchParams } from "@remix-run/react";
import { z } from "zod";
import { requireCaller } from "#app/auth/caller.server.ts";
import { returnPath } from "#app/auth/return-path.ts";
import { asksForStepUp, formBeforeStepUp, stepUpFor } from "#app/auth/step-up-for.server.ts";
import { AppShell } from "#app/components/app-shell.tsx";
import { Banner } from "#app/components/banner.tsx";
import { Button, LinkButton } from "#app/components/button.tsx";
import { CameBack } from "#app/components/came-back.tsx";
import { CommandFields } from "#app/components/command-fields.tsx";
import { CommandSubject } from "#app/components/command-subject.tsx";
import { Skipped, WaitingCard } from "#app/components/decision-around.tsx";
import { ErrorSummary } from "#app/components/error-summary.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { pageOf } from "#app/http/page.server.ts";
import { shellOf } from "#app/http/shell.server.ts";
import { apply } from "#app/register/apply.server.ts";
import { commandInputOf } from "#app/register/command-form.ts";
import { decisionAround } from "#app/register/decision-around.server.ts";
import { commandLabels, commandTexts } from "#app/register/describe.ts";
import { doneCookie } from "#app/register/done.ts";
import { type Command, commands } from "#app/register/lifecycle.ts";
import { recordView } from "#app/register/record-view.server.ts";
import { refusals } from "#app/register/refusals.ts";
import { Refused } from "#app/register/refused.ts";
import { sightOf } from "#app/register/show.server.ts";

const Params = z.object({ id: z.string().min(1), command: z.enum(commands) });

function paramsOf(params: unknown) {
  const parsed = Params.safeParse(params);
  if (!parsed.success) throw new Response(null, { status: 404 });
  return parsed.data;
}

// No file fields here.
const typedIn = (form: FormData) => Object.fromEntries(form) as Record<string, string>;

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const { id, command } = paramsOf(params);
  const caller = await requireCaller({ request, context });
  const { db, now } = context;
  return pageOf(async () => {
    const sight = await sightOf(db, caller, id, now);
    const move = sight.moves.find((one) => one.command === command);
    if (move?.refusal === "step_up_required") throw await stepUpFor({ request, context }, { caller });
    const form = await formBeforeStepUp({ request, context }, caller);
    return {
      shell: await shellOf(db, caller, now),
      now,
      command,
      returned: form && typedIn(form),
      // Somebody who followed an old link is told why, instead of filling in a form for nothing.
      refusal: move ? move.refusal && refusals[move.refusal] : refusals.no_such_move,
      view: await recordView(db, caller, sight, now),
      around: await decisionAround(db, sight, { command, userId: caller.user.id, now }),
    };
  });
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  const { id, command } = paramsOf(params);
  const caller = await requireCaller({ request, context });
  const form = await request.formData();
  const typed = typedIn(form);
  const read = commandInputOf(command, typed, caller.workspace.timeZone);
  if (!read.ok) return data({ errors: read.errors, typed }, { status: 400 });
  try {
    await sightOf(context.db, caller, id, context.now);
    await apply(context.db, {
      workspaceId: caller.workspace.id,
      id,
      input: read.input,
      actor: caller.actor,
      auditActor: caller.auditActor,
      now: context.now,
    });
  } catch (caught) {
    if (asksForStepUp(caught)) throw await stepUpFor({ request, context }, { caller, form });
    if (!(caught instanceof Refused)) throw caught;
    return data({ errors: errorsOf(caught), typed }, { status: caught.status });
  }
  const to = new URL(request.url).searchParams.get("to");
  return redirect(to ? returnPath(to) : `/exceptions/${id}`, { headers: { "Set-Cookie": doneCookie(id, command) } });
}

const Gaps = z.array(z.object({ field: z.string(), message: z.string() })).default([]);

function errorsOf({ message, more }: Refused): Record<string, string> {
  const gaps = Gaps.parse(more.gaps);
  if (typeof more.field === "string") return { [more.field]: message };
  return gaps.length > 0 ? Object.fromEntries(gaps.map((gap) => [gap.field, gap.message])) : { command: message };
}

export const meta: MetaFunction<typeof loader> = ({ data: loaded }) => [
  { title: `${loaded ? `${commandLabels[loaded.command]} ${loaded.view.record.id}` : "Record"} · MFA Register` },
];

const ending: readonly Command[] = ["reject", "revoke", "withdraw", "grant_emergency"];

export default function CommandPage() {
  const { shell, now, command, returned, refusal, view, around } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const [search] = useSearchParams();
  const { record } = view;
  // What a link has filled in is a proposal; nothing is done before the form is sent.
  const typed = answer?.typed ?? returned ?? Object.fromEntries(search);
  return (
    <AppShell shell={shell}>
      <PageHeader
        title={`${commandLabels[command]}: ${record.title || "Untitled draft"}`}
        crumbs={[
          { label: "Register", to: "/exceptions" },
          { label: record.id, to: `/exceptions/${record.id}` },
          { label: commandLabels[command] },
        ]}
        lede={commandTexts[command]}
      />
      <div className="cols">
        <div>
          {refusal ? (
            <Banner tone="caution">{refusal}</Banner>
          ) : (
            <Form method="post" id="command" noValidate>
              <CameBack isBack={returned !== null && !answer} />
              <Skipped around={around} />
              <ErrorSummary errors={answer?.errors ?? {}} title="This was not done" />
              <input type="hidden" name="version" value={record.version} />
              <CommandFields
                command={command}
                record={record}
                category={view.category}
                floor={around.floor}
                errors={answer?.errors ?? {}}
                typed={typed}
              />
              <p className="row">
                <Button look={ending.includes(command) ? "danger" : "primary"}>{commandLabels[command]}</Button>
                <LinkButton look="plain" to={`/exceptions/${record.id}`}>
                  Cancel
                </LinkButton>
              </p>
            </Form>
          )}
        </div>
        <div className="rail">
          <WaitingCard around={around} now={now} />
          <CommandSubject view={view} now={now} isBesideWaiting={around.card !== null} />
        </div>
      </div>
    </AppShell>
  );
}
