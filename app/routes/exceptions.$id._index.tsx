import { data, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { requireCaller } from "#app/auth/caller.server.ts";
import { AppShell } from "#app/components/app-shell.tsx";
import { BlastRadiusCard } from "#app/components/blast-radius.tsx";
import { RecordActions } from "#app/components/record-actions.tsx";
import { RecordApprovals } from "#app/components/record-approvals.tsx";
import { RecordDone } from "#app/components/record-done.tsx";
import { RecordHeader } from "#app/components/record-header.tsx";
import { RecordHistory } from "#app/components/record-history.tsx";
import { RecordOverview } from "#app/components/record-overview.tsx";
import { RecordSchedule } from "#app/components/record-schedule.tsx";
import { RecordUse } from "#app/components/record-use.tsx";
import { Stepper } from "#app/components/stepper.tsx";
import { pageOf } from "#app/http/page.server.ts";
import { shellOf } from "#app/http/shell.server.ts";
import { doneTo, forgottenDone } from "#app/register/done.ts";
import { editableStates } from "#app/register/lifecycle.ts";
import { recordView } from "#app/register/record-view.server.ts";
import { isAdmin, mayChange } from "#app/register/roles.ts";
import { sightOf } from "#app/register/show.server.ts";
import { blastRadiusOf } from "#app/replays/blast-radius.server.ts";
import { triableStates } from "#app/replays/triable-states.ts";

const Params = z.object({ id: z.string().min(1) });

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const caller = await requireCaller({ request, context });
  const { id } = Params.parse(params);
  const { db, now } = context;
  return pageOf(async () => {
    const sight = await sightOf(db, caller, id, now);
    const { record } = sight;
    const isEditor = record.requestorId === null || record.requestorId === caller.user.id;
    const done = doneTo(id, request.headers.get("Cookie"));
    const page = {
      shell: await shellOf(db, caller, now),
      now,
      done,
      mayEdit: isEditor && mayChange(caller.roles) && editableStates.includes(record.state),
      view: await recordView(db, caller, sight, now),
      radius: triableStates.includes(record.state) ? await blastRadiusOf(db, record, now) : null,
      mayReplay: isAdmin(caller.roles),
    };
    return data(page, done ? { headers: { "Set-Cookie": forgottenDone } } : {});
  });
}

export const meta: MetaFunction<typeof loader> = ({ data: loaded }) => [
  { title: `${loaded?.view.record.id ?? "Record"} · MFA Register` },
];

export default function RecordPage() {
  const { shell, now, done, mayEdit, view, radius, mayReplay } = useLoaderData<typeof loader>();
  const { record } = view;
  return (
    <AppShell shell={shell}>
      <RecordHeader view={view} now={now} />
      {done && <RecordDone command={done} view={view} />}
      <Stepper phases={view.phases} />
      <div className="cols">
        <div className="stack-wide">
          <RecordActions record={record} moves={view.moves} mayEdit={mayEdit} />
          <RecordOverview view={view} />
          <RecordHistory history={view.history} now={now} />
        </div>
        <div className="rail">
          {radius && <BlastRadiusCard id={record.id} radius={radius} mayReplay={mayReplay} />}
          <RecordApprovals view={view} />
          <RecordSchedule view={view} now={now} />
          <RecordUse view={view} now={now} />
        </div>
      </div>
    </AppShell>
  );
}
