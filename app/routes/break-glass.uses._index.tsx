import { type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { requireCaller } from "#app/auth/caller.server.ts";
import { refusedForm } from "#app/auth/form-errors.server.ts";
import { testAlarm } from "#app/break-glass/test-alarm.server.ts";
import { useFilters } from "#app/break-glass/use.ts";
import { usesView } from "#app/break-glass/use-views.server.ts";
import { AppShell } from "#app/components/app-shell.tsx";
import { Banner } from "#app/components/banner.tsx";
import { BreakGlassTabs } from "#app/components/break-glass-tabs.tsx";
import { EmptyState } from "#app/components/empty-state.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { Pager } from "#app/components/pager.tsx";
import { Tabs } from "#app/components/tabs.tsx";
import { TestAlarm } from "#app/components/test-alarm.tsx";
import { UseLog } from "#app/components/use-log.tsx";
import { useClassWords } from "#app/components/use-words.ts";
import { pageOf } from "#app/http/page.server.ts";
import { shellOf } from "#app/http/shell.server.ts";

/** What an address that was typed wrong asks for counts as not asked. */
const Query = z.object({
  show: z.enum(useFilters).optional().catch(undefined),
  before: z.string().optional(),
  account: z.string().optional(),
  alarm: z.literal("sent").optional().catch(undefined),
});

export const meta: MetaFunction = () => [{ title: "Uses of emergency accounts · MFA Register" }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  const caller = await requireCaller({ request, context });
  const { db, now } = context;
  const query = Query.parse(Object.fromEntries(new URL(request.url).searchParams));
  const { show, before, account: userId } = query;
  return pageOf(async () => ({
    shell: await shellOf(db, caller, now),
    now,
    query,
    filters: useFilters,
    ...(await usesView(db, caller, {
      now,
      ...(show && { show }),
      ...(before && { before }),
      ...(userId && { userId }),
    })),
  }));
}

export async function action({ request, context }: ActionFunctionArgs) {
  const caller = await requireCaller({ request, context });
  try {
    await testAlarm(context.db, { caller, now: context.now });
    return redirect("/break-glass/uses?alarm=sent");
  } catch (caught) {
    return refusedForm(caught);
  }
}

const filterWords: Readonly<Record<string, string>> = {
  open: "Not closed",
  unclassified: "Unexplained",
  ...Object.fromEntries(Object.entries(useClassWords).map(([value, { label }]) => [value, label])),
};

export default function UsesPage() {
  const { shell, now, query, filters, rows, next, seesBypass, mayTest } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const { show, account } = query;
  return (
    <AppShell shell={shell}>
      <PageHeader
        title="Uses of emergency accounts"
        crumbs={[{ label: "Break-glass", to: "/break-glass" }, { label: "Uses" }]}
        lede="Every sign-in as such an account is on record with the decision that let it in. Each is explained within 24 hours and closed by two people."
        actions={mayTest && <TestAlarm />}
      />
      <BreakGlassTabs current="uses" seesBypass={seesBypass} />
      {answer?.errors.form && <Banner tone="danger">{answer.errors.form}</Banner>}
      {query.alarm && (
        <Banner tone="good">The test was sent. Ask whoever watches over the alarms after how long it came.</Banner>
      )}
      <Tabs
        label="Which uses"
        tabs={[undefined, ...filters].map((value) => ({
          to: addressOf({ show: value, account }),
          label: value === undefined ? "All" : (filterWords[value] ?? value),
          isCurrent: value === show,
        }))}
      />
      {rows.length === 0 ? (
        <EmptyState title={show ? "No such use" : "No use yet"}>
          {show
            ? "Show all to see the others."
            : "The first sign-in as an emergency account stands here within seconds."}
        </EmptyState>
      ) : (
        <UseLog rows={rows} now={now} />
      )}
      <Pager
        first={query.before ? addressOf({ show, account }) : null}
        next={next && addressOf({ show, account, before: next })}
      />
    </AppShell>
  );
}

function addressOf(query: Record<string, string | undefined>): string {
  const given = Object.entries(query).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return given.length === 0 ? "/break-glass/uses" : `/break-glass/uses?${new URLSearchParams(given)}`;
}
