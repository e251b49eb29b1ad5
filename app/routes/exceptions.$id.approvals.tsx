import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { RecordApprovals } from "#app/components/record-approvals.tsx";
import { RecordFrame } from "#app/components/record-frame.tsx";
import { pageOf } from "#app/http/page.server.ts";
import { recordFrame } from "#app/register/record-frame.server.ts";
import { recordMeta } from "#app/register/record-meta.ts";

export async function loader(args: LoaderFunctionArgs) {
  return pageOf(async () => {
    const { frame } = await recordFrame(args, "approvals");
    return { frame };
  });
}

export const meta = recordMeta("approvals");

export default function ApprovalsTab() {
  const { frame } = useLoaderData<typeof loader>();
  return (
    <RecordFrame frame={frame}>
      <RecordApprovals view={frame.view} />
    </RecordFrame>
  );
}
