import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { requireCaller, requirePolicyReader } from "#app/auth/caller.server.ts";
import { bypassView } from "#app/break-glass/bypass-view.server.ts";
import { AppShell } from "#app/components/app-shell.tsx";
import { Banner } from "#app/components/banner.tsx";
import { BreakGlassTabs } from "#app/components/break-glass-tabs.tsx";
import { BypassTable } from "#app/components/bypass-table.tsx";
import { EmptyState } from "#app/components/empty-state.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { Pager } from "#app/components/pager.tsx";
import { shellOf } from "#app/http/shell.server.ts";

export const meta: MetaFunction = () => [{ title: "Bypass accounts · MFA Register" }];

const After = z.string().max(400).nullable().catch(null);

export async function loader({ request, context }: LoaderFunctionArgs) {
  const caller = await requireCaller({ request, context });
  requirePolicyReader(caller);
  const { db, now } = context;
  const after = After.parse(new URL(request.url).searchParams.get("after"));
  return { shell: await shellOf(db, caller, now), now, after, ...(await bypassView(db, caller, after, now)) };
}

export default function BypassAccounts() {
  const { shell, now, after, accounts, next, withoutMfa, mayKeep } = useLoaderData<typeof loader>();
  return (
    <AppShell shell={shell}>
      <PageHeader
        title="Bypass accounts"
        crumbs={[{ label: "Break-glass", to: "/break-glass" }, { label: "Bypass accounts" }]}
        lede="Everybody who can sign in with a password while the identity provider is down."
      />
      <BreakGlassTabs current="bypass" seesBypass />
      {withoutMfa > 0 && (
        <Banner tone="danger">
          <strong>
            {withoutMfa === 1 ? "One of them has" : `${withoutMfa} of them have`} no second factor: the weakest way in.
          </strong>{" "}
          They stand first. Have them enrol one, or bind them to the identity provider.
        </Banner>
      )}
      {accounts.length > 0 ? (
        <BypassTable accounts={accounts} mayKeep={mayKeep} now={now} />
      ) : (
        <EmptyState title="No bypass account">Everybody needs the identity provider to sign in.</EmptyState>
      )}
      <Pager
        first={after && "/break-glass/bypass"}
        next={next && `/break-glass/bypass?${new URLSearchParams({ after: next })}`}
      />
    </AppShell>
  );
}
