import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { RecordClosure } from "#app/components/record-closure.tsx";
import { RecordFrame } from "#app/components/record-frame.tsx";
import { pageOf } from "#app/http/page.server.ts";
import { recordFrame } from "#app/register/record-frame.server.ts";
import { recordMeta } from "#app/register/record-meta.ts";

export async function loader(args: LoaderFunctionArgs) {
  return pageOf(async () => {
    const { frame } = await recordFrame(args, "closure");
    return { frame };
  });
}

export const meta = recordMeta("closure");

export default function ClosureTab() {
  const { frame } = useLoaderData<typeof loader>();
  return (
    <RecordFrame frame={frame}>
      <RecordClosure view={frame.view} />
    </RecordFrame>
  );
}
