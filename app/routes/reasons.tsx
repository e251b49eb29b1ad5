import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { requireCaller } from "#app/auth/caller.server.ts";
import { AppShell } from "#app/components/app-shell.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { ProseBlocks } from "#app/components/prose-blocks.tsx";
import { readProse } from "#app/http/read-prose.server.ts";
import { shellOf } from "#app/http/shell.server.ts";
import page from "../../docs/reasons.md?raw";

export const meta: MetaFunction = () => [{ title: "Reasons · MFA Register" }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  const caller = await requireCaller({ request, context });
  return { shell: await shellOf(context.db, caller, context.now), blocks: readProse(page) };
}

export default function Reasons() {
  const { shell, blocks } = useLoaderData<typeof loader>();
  return (
    <AppShell shell={shell}>
      <PageHeader title="Reasons" lede="What each reason of a sign-in decision means, and who can change it." />
      <ProseBlocks blocks={blocks} />
    </AppShell>
  );
}
