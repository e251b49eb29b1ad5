import { type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { Form, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { requireAdmin, requireCaller, requireOversight } from "#app/auth/caller.server.ts";
import { AppShell } from "#app/components/app-shell.tsx";
import { Banner } from "#app/components/banner.tsx";
import { Button } from "#app/components/button.tsx";
import { Card } from "#app/components/card.tsx";
import { Facts } from "#app/components/facts.tsx";
import { Meter } from "#app/components/meter.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { exact } from "#app/components/relative-time.ts";
import { ReloadWhile } from "#app/components/reload-while.tsx";
import { ReplayChanges, ReplayFigures } from "#app/components/replay-result.tsx";
import { ReplayStateBadge } from "#app/components/replay-state.tsx";
import { triedText } from "#app/components/replay-table.tsx";
import { shellOf } from "#app/http/shell.server.ts";
import { isAdmin } from "#app/register/roles.ts";
import { cancelReplay } from "#app/replays/end-replay.server.ts";
import { replayNames } from "#app/replays/replay-names.server.ts";
import { changeKinds, type ReplayCounts } from "#app/replays/trial.ts";
import { signInNames } from "#app/signins/sign-in-names.server.ts";
import { findReplay, listReplayChanges, type Replay } from "#db/replays.ts";

const Params = z.object({ id: z.string().min(1) });
const Query = z.object({
  kind: z.enum(changeKinds).optional().catch(undefined),
  after: z.coerce.number().int().min(0).catch(0).default(0),
});
const rowsInPage = 50;

async function replayOf({ request, params, context }: LoaderFunctionArgs) {
  const caller = await requireCaller({ request, context });
  requireOversight(caller);
  const { id } = Params.parse(params);
  const replay = await findReplay(context.db, caller.workspace.id, id);
  if (!replay) throw new Response("There is no such replay.", { status: 404 });
  return { caller, replay };
}

export async function loader(args: LoaderFunctionArgs) {
  const { caller, replay } = await replayOf(args);
  const { db, now } = args.context;
  const workspaceId = caller.workspace.id;
  const { after, ...query } = Query.parse(Object.fromEntries(new URL(args.request.url).searchParams));
  const kind = query.kind ?? mostFrequent(replay.counts);
  const found = await listReplayChanges(db, workspaceId, {
    ...{ replayId: replay.id, kind, after },
    limit: rowsInPage + 1,
  });
  const changes = found.slice(0, rowsInPage);
  return {
    shell: await shellOf(db, caller, now),
    replay,
    kind,
    changes,
    isFirstPage: after === 0,
    next: found.length > rowsInPage ? (changes.at(-1)?.number ?? null) : null,
    names: { ...(await signInNames(db, workspaceId, changes)), ...(await replayNames(db, workspaceId, [replay])) },
    mayCancel: isAdmin(caller.roles) && isOpen(replay),
  };
}

function isOpen({ state }: Pick<Replay, "state">): boolean {
  return state === "queued" || state === "running";
}

function mostFrequent(counts: ReplayCounts | null) {
  const [first] = changeKinds.toSorted(
    (one, other) => (counts?.[other].decisions ?? 0) - (counts?.[one].decisions ?? 0),
  );
  return first ?? "challenged";
}

export async function action(args: ActionFunctionArgs) {
  const { caller, replay } = await replayOf(args);
  requireAdmin(caller);
  await cancelReplay(args.context.db, replay, caller.auditActor, args.context.now);
  return redirect(`/replays/${replay.id}`);
}

export const meta: MetaFunction = () => [{ title: "Replay · MFA Register" }];

export default function ReplayPage() {
  const { shell, replay, mayCancel, names, ...shown } = useLoaderData<typeof loader>();
  const { state, counts, fault, days, fromAt, toAt, startedBy } = replay;
  return (
    <AppShell shell={shell}>
      <ReloadWhile isRunning={isOpen(replay)} />
      <PageHeader
        title={triedText(replay, names)}
        crumbs={[{ label: "Sign-ins", to: "/decisions" }, { label: "Replays", to: "/replays" }, { label: "Replay" }]}
        meta={
          <>
            <ReplayStateBadge state={state} />
            <span>
              {days} {days === 1 ? "day" : "days"}, {exact(fromAt)} to {exact(toAt)}
            </span>
            <span>by {names[startedBy] ?? startedBy}</span>
          </>
        }
        actions={
          mayCancel && (
            <Form method="post">
              <Button look="dangerQuiet">Cancel the replay</Button>
            </Form>
          )
        }
      />
      {fault && <Banner tone="danger">{fault} Start it again when you need it.</Banner>}
      {state !== "done" && <Progress replay={replay} />}
      {counts && (
        <>
          <ReplayFigures counts={counts} />
          <Card title="All decisions of these days">
            <Facts facts={factsOf(counts, replay)} />
          </Card>
          {state === "done" && (
            <div className="mt-4">
              <ReplayChanges id={replay.id} counts={counts} names={names} {...shown} />
            </div>
          )}
        </>
      )}
    </AppShell>
  );
}

function Progress({ replay: { done, total, state } }: { replay: Pick<Replay, "done" | "total" | "state"> }) {
  const text = total === null ? "Counting the decisions" : `${grouped(done)} of ${grouped(total)} decisions`;
  return (
    <Card
      title="Progress"
      aside={state === "queued" ? "waits for another replay to end, or for the next second" : text}
    >
      <Meter value={done} max={total ?? 1} label={text} />
    </Card>
  );
}

const grouped = (count: number) => count.toLocaleString("en-GB");

function factsOf(counts: ReplayCounts, { exceptionId }: Pick<Replay, "exceptionId">) {
  return [
    { term: "Judged", detail: grouped(counts.judged) },
    { term: "Unchanged", detail: grouped(counts.unchanged) },
    ...(exceptionId ? [{ term: "By the exception", detail: grouped(counts.letInByTrial) }] : []),
    ...(counts.unjudged > 0
      ? [{ term: "Not judged", detail: `${grouped(counts.unjudged)}: an exception was not kept as it was then` }]
      : []),
  ];
}
