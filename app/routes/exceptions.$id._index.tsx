import { data, type LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { BlastRadiusCard } from "#app/components/blast-radius.tsx";
import { RecordApprovals } from "#app/components/record-approvals.tsx";
import { RecordDone } from "#app/components/record-done.tsx";
import { RecordFrame } from "#app/components/record-frame.tsx";
import { RecordPlan } from "#app/components/record-plan.tsx";
import { RecordSchedule } from "#app/components/record-schedule.tsx";
import { RecordUse } from "#app/components/record-use.tsx";
import { RecordWhat } from "#app/components/record-what.tsx";
import { RelatedExceptions } from "#app/components/related-exceptions.tsx";
import { pageOf } from "#app/http/page.server.ts";
import { doneTo, forgottenDone } from "#app/register/done.ts";
import { recordFrame } from "#app/register/record-frame.server.ts";
import { recordMeta } from "#app/register/record-meta.ts";
import { recordUse } from "#app/register/record-use.server.ts";
import { relatedTo } from "#app/register/related.server.ts";
import { isAdmin } from "#app/register/roles.ts";
import { blastRadiusOf } from "#app/replays/blast-radius.server.ts";
import { triableStates } from "#app/replays/triable-states.ts";

export async function loader(args: LoaderFunctionArgs) {
  const { db, now } = args.context;
  return pageOf(async () => {
    const { caller, sight, frame } = await recordFrame(args, "overview");
    const { record } = sight;
    const done = doneTo(record.id, args.request.headers.get("Cookie"));
    const page = {
      frame,
      done,
      use: await recordUse(db, record),
      radius: triableStates.includes(record.state) ? await blastRadiusOf(db, record, now) : null,
      mayReplay: isAdmin(caller.roles),
      related: await relatedTo(db, caller, record, now),
    };
    return data(page, done ? { headers: { "Set-Cookie": forgottenDone } } : {});
  });
}

export const meta = recordMeta("overview");

export default function OverviewTab() {
  const { frame, done, use, radius, mayReplay, related } = useLoaderData<typeof loader>();
  const { view, now } = frame;
  const { id } = view.record;
  return (
    <RecordFrame
      frame={frame}
      notice={done && <RecordDone command={done} view={view} />}
      rail={
        <>
          {radius && <BlastRadiusCard id={id} radius={radius} mayReplay={mayReplay} />}
          <RecordApprovals view={view} />
          <RecordSchedule view={view} now={now} />
          <RecordUse id={id} use={use} now={now} />
          <RelatedExceptions related={related} />
        </>
      }
    >
      <RecordWhat view={view} />
      <RecordPlan view={view} />
    </RecordFrame>
  );
}
