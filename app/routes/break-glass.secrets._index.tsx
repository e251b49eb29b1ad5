import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { requireAnyRole, requireCaller } from "#app/auth/caller.server.ts";
import { secretsView } from "#app/break-glass/secrets-view.server.ts";
import { AppShell } from "#app/components/app-shell.tsx";
import { Banner } from "#app/components/banner.tsx";
import { BreakGlassTabs } from "#app/components/break-glass-tabs.tsx";
import { EmptyState } from "#app/components/empty-state.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { Pager } from "#app/components/pager.tsx";
import { SecretTable } from "#app/components/secret-table.tsx";
import { shellOf } from "#app/http/shell.server.ts";
import { readsPolicy } from "#app/register/roles.ts";

export const meta: MetaFunction = () => [{ title: "Secrets that exceptions rest on · MFA Register" }];

const Page = z.coerce.number().int().min(0).max(100).catch(0);

export async function loader({ request, context }: LoaderFunctionArgs) {
  const caller = await requireCaller({ request, context });
  requireAnyRole(caller);
  const { db, now } = context;
  const page = Page.parse(new URL(request.url).searchParams.get("page") ?? 0);
  return {
    shell: await shellOf(db, caller, now),
    page,
    seesBypass: readsPolicy(caller.roles),
    ...(await secretsView(db, caller, page, now)),
  };
}

export default function Secrets() {
  const { shell, page, seesBypass, rows, hasMore, isCut } = useLoaderData<typeof loader>();
  return (
    <AppShell shell={shell}>
      <PageHeader
        title="Secrets that exceptions rest on"
        crumbs={[{ label: "Break-glass", to: "/break-glass" }, { label: "Other secrets" }]}
        lede="Service accounts that an exception in force names. How often each is replaced is a rule of its category."
      />
      <BreakGlassTabs current="secrets" seesBypass={seesBypass} />
      {isCut && (
        <Banner tone="info">
          There are very many; these are the first of them by name, in the order they are due.
        </Banner>
      )}
      {rows.length > 0 ? (
        <SecretTable rows={rows} />
      ) : (
        <EmptyState title="No such secret">No exception in force names a service account.</EmptyState>
      )}
      <Pager
        first={page > 0 ? "/break-glass/secrets" : null}
        next={hasMore ? `/break-glass/secrets?page=${page + 1}` : null}
      />
    </AppShell>
  );
}
