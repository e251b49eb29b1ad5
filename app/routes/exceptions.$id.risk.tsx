import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { RecordFrame } from "#app/components/record-frame.tsx";
import { RecordRisk } from "#app/components/record-risk.tsx";
import { pageOf } from "#app/http/page.server.ts";
import { recordFrame } from "#app/register/record-frame.server.ts";
import { recordMeta } from "#app/register/record-meta.ts";

export async function loader(args: LoaderFunctionArgs) {
  return pageOf(async () => {
    const { frame } = await recordFrame(args, "risk");
    return { frame };
  });
}

export const meta = recordMeta("risk");

export default function RiskTab() {
  const { frame } = useLoaderData<typeof loader>();
  return (
    <RecordFrame frame={frame}>
      <RecordRisk view={frame.view} />
    </RecordFrame>
  );
}
