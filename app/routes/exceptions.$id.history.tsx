import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { RecordFrame } from "#app/components/record-frame.tsx";
import { RecordHistory } from "#app/components/record-history.tsx";
import { pageOf } from "#app/http/page.server.ts";
import { recordFrame } from "#app/register/record-frame.server.ts";
import { recordHistory } from "#app/register/record-history.server.ts";
import { recordMeta } from "#app/register/record-meta.ts";

export async function loader(args: LoaderFunctionArgs) {
  return pageOf(async () => {
    const { sight, frame } = await recordFrame(args, "history");
    return { frame, history: await recordHistory(args.context.db, sight) };
  });
}

export const meta = recordMeta("history");

export default function HistoryTab() {
  const { frame, history } = useLoaderData<typeof loader>();
  return (
    <RecordFrame frame={frame}>
      <RecordHistory history={history} now={frame.now} />
    </RecordFrame>
  );
}
