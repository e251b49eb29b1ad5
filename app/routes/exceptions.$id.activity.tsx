import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { EmptyState } from "#app/components/empty-state.tsx";
import { RecordFrame } from "#app/components/record-frame.tsx";
import { UsageDays } from "#app/components/usage-days.tsx";
import { UsageFigures } from "#app/components/usage-figures.tsx";
import { UsageShares } from "#app/components/usage-shares.tsx";
import { pageOf } from "#app/http/page.server.ts";
import { recordFrame } from "#app/register/record-frame.server.ts";
import { recordMeta } from "#app/register/record-meta.ts";
import { usageView } from "#app/register/usage-view.server.ts";

export async function loader(args: LoaderFunctionArgs) {
  const { db, now } = args.context;
  return pageOf(async () => {
    const { caller, sight, frame } = await recordFrame(args, "activity");
    return { frame, usage: await usageView(db, sight.record, { timeZone: caller.workspace.timeZone, now }) };
  });
}

export const meta = recordMeta("activity");

export default function ActivityTab() {
  const { frame, usage } = useLoaderData<typeof loader>();
  const { now, view } = frame;
  const { subjects, applications, networks, names } = usage;
  return (
    <RecordFrame frame={frame}>
      <UsageFigures id={view.record.id} usage={usage} now={now} />
      {usage.count === 0 ? (
        <EmptyState title="No sign-in has rested on it">
          Whoever it covers has met the policy without it, or has not signed in where it counts.
        </EmptyState>
      ) : (
        <>
          <UsageDays usage={usage} />
          <UsageShares
            title="Used by"
            what="Person or service"
            shares={subjects}
            nameOf={(id) => names[id] ?? names[`service_principal:${id}`] ?? id}
            now={now}
          />
          <UsageShares
            title="Used for"
            what="Application"
            shares={applications}
            nameOf={(id) => names[`application:${id}`] ?? id}
            now={now}
          />
          {networks.count > 0 && <UsageShares title="Used from" what="Network" shares={networks} now={now} />}
        </>
      )}
    </RecordFrame>
  );
}
