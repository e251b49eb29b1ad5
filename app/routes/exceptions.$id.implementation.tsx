import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { RecordFrame } from "#app/components/record-frame.tsx";
import { RecordImplementation } from "#app/components/record-implementation.tsx";
import { pageOf } from "#app/http/page.server.ts";
import { recordFrame } from "#app/register/record-frame.server.ts";
import { recordMeta } from "#app/register/record-meta.ts";

export async function loader(args: LoaderFunctionArgs) {
  return pageOf(async () => {
    const { frame } = await recordFrame(args, "implementation");
    return { frame };
  });
}

export const meta = recordMeta("implementation");

export default function ImplementationTab() {
  const { frame } = useLoaderData<typeof loader>();
  return (
    <RecordFrame frame={frame}>
      <RecordImplementation view={frame.view} />
    </RecordFrame>
  );
}
