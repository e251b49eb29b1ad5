import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { RecordFrame } from "#app/components/record-frame.tsx";
import { RecordComparison, RecordHistory } from "#app/components/record-history.tsx";
import { pageOf } from "#app/http/page.server.ts";
import { recordFrame } from "#app/register/record-frame.server.ts";
import { recordHistory, revisionsCompared } from "#app/register/record-history.server.ts";
import { recordMeta } from "#app/register/record-meta.ts";

const number = z.coerce.number().int().positive().nullable().catch(null);
const Query = z.object({ before: number.default(null), from: number.default(null), to: number.default(null) });

export async function loader(args: LoaderFunctionArgs) {
  return pageOf(async () => {
    const { caller, sight, frame } = await recordFrame(args, "history");
    const { db } = args.context;
    const query = Query.parse(Object.fromEntries(new URL(args.request.url).searchParams));
    return {
      frame,
      history: await recordHistory(db, caller, sight, query.before),
      isNewest: query.before === null,
      compared: await revisionsCompared(db, sight, query),
    };
  });
}

export const meta = recordMeta("history");

export default function HistoryTab() {
  const { frame, history, isNewest, compared } = useLoaderData<typeof loader>();
  return (
    <RecordFrame frame={frame}>
      <RecordComparison compared={compared} />
      <RecordHistory id={frame.view.record.id} history={history} isNewest={isNewest} now={frame.now} />
    </RecordFrame>
  );
}
