import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { RecordFrame } from "#app/components/record-frame.tsx";
import { RecordScope } from "#app/components/record-scope.tsx";
import { pageOf } from "#app/http/page.server.ts";
import { recordFrame } from "#app/register/record-frame.server.ts";
import { recordMeta } from "#app/register/record-meta.ts";

export async function loader(args: LoaderFunctionArgs) {
  return pageOf(async () => {
    const { frame } = await recordFrame(args, "scope");
    return { frame };
  });
}

export const meta = recordMeta("scope");

export default function ScopeTab() {
  const { frame } = useLoaderData<typeof loader>();
  return (
    <RecordFrame frame={frame}>
      <RecordScope view={frame.view} />
    </RecordFrame>
  );
}
