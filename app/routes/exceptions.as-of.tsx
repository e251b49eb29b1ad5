import { data, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { Download } from "lucide-react";
import { requireCaller } from "#app/auth/caller.server.ts";
import { AppShell } from "#app/components/app-shell.tsx";
import { Banner } from "#app/components/banner.tsx";
import { LinkButton } from "#app/components/button.tsx";
import { ErrorSummary } from "#app/components/error-summary.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { PastFilters } from "#app/components/past-filters.tsx";
import { PastRegister } from "#app/components/past-register.tsx";
import { ReportTabs } from "#app/components/report-tabs.tsx";
import { shellOf } from "#app/http/shell.server.ts";
import { filtersOf, ListParams, readListParams } from "#app/register/list-params.ts";
import { pastAt } from "#app/register/past-at.ts";
import { pastListOf } from "#app/register/past-list.server.ts";
import { listCategories } from "#db/categories.ts";

export const meta: MetaFunction = () => [{ title: "As of a date · MFA Register" }];

/** The rest of what a list can be filtered by is not kept of the past. */
const keptOfThePast = ["view", "state", "category", "rating", "owner"];

export async function loader({ request, context }: LoaderFunctionArgs) {
  const caller = await requireCaller({ request, context });
  const { db, now } = context;
  const { timeZone, id: workspaceId } = caller.workspace;
  const search = new URL(request.url).searchParams;
  const typed = search.get("at") ?? "";
  const asked = pastAt(typed, { timeZone, now });
  const filters = new URLSearchParams([...filtersOf(search)].filter(([key]) => keptOfThePast.includes(key)));
  const read = readListParams(filters);
  const params = read.success ? read.data : ListParams.parse({});
  const after = (search.get("after") ?? "").slice(0, 40);
  const page = {
    shell: await shellOf(db, caller, now),
    timeZone,
    at: asked.ok ? asked.at : typed,
    twin: asked.ok ? asked.twin : null,
    errors: asked.ok ? {} : { at: asked.message },
    understood: read.success,
    isFirstPage: after === "",
    params,
    query: filters.toString(),
    categories: (await listCategories(db, workspaceId)).map(({ id, label }) => ({ value: id, label })),
    found: asked.ok ? await pastListOf(db, caller, { at: asked.at, params, after }) : null,
  };
  return data(page, { status: asked.ok ? 200 : 400 });
}

export default function RegisterAsOf() {
  const { shell, at, twin, errors, timeZone, params, categories, understood, found, query, isFirstPage } =
    useLoaderData<typeof loader>();
  const linkWith = (changes: Record<string, string>) =>
    `/exceptions/as-of?${new URLSearchParams([...Object.entries({ at, ...changes }), ...new URLSearchParams(query)])}`;
  return (
    <AppShell shell={shell}>
      <PageHeader
        title="The register as of a date"
        lede="Every record as it stood at an instant of the past, from what was kept of each change."
        actions={
          found && (
            <LinkButton to={`/exports/new?${new URLSearchParams({ kind: "register", as_of: at, query })}`}>
              <Download aria-hidden="true" /> Export
            </LinkButton>
          )
        }
      />
      <ReportTabs current="as_of" />
      <ErrorSummary errors={errors} />
      {!understood && <Banner tone="caution">Part of this address was not understood, so nothing is filtered.</Banner>}
      <PastFilters key={`${at} ${query}`} at={at} params={params} categories={categories} error={errors.at} />
      {found && <PastRegister {...{ at, twin, timeZone, found, categories, isFirstPage, linkWith }} />}
    </AppShell>
  );
}
