import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { requireCaller } from "#app/auth/caller.server.ts";
import { AppShell } from "#app/components/app-shell.tsx";
import { EmptyState } from "#app/components/empty-state.tsx";
import { ExportLink } from "#app/components/export-link.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { ReviewProgress } from "#app/components/review-progress.tsx";
import { ReviewTable } from "#app/components/review-table.tsx";
import { ReviewTabs } from "#app/components/review-tabs.tsx";
import { shellOf } from "#app/http/shell.server.ts";
import { dueReviews } from "#app/register/due-reviews.server.ts";

export const meta: MetaFunction = () => [{ title: "Reviews · MFA Register" }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  const caller = await requireCaller({ request, context });
  const { db, now } = context;
  const isMine = new URL(request.url).searchParams.get("whose") === "mine";
  const shell = await shellOf(db, caller, now);
  return { shell, now, isMine, ...(await dueReviews(db, caller, { isMine, now })) };
}

export default function Reviews() {
  const { shell, now, isMine, rows, hasMore, answered, open } = useLoaderData<typeof loader>();
  return (
    <AppShell shell={shell}>
      <PageHeader
        title="Reviews"
        lede="Exceptions that are due for a look, or will be within two weeks. One is decided at a time."
        actions={shell.seesAudit && <ExportLink kind="reviews" query="" />}
      />
      <ReviewTabs current={isMine ? "mine" : "all"} seesCampaigns={shell.seesAudit} />
      <ReviewProgress answered={answered} open={open} isMine={isMine} />
      {rows.length > 0 ? (
        <ReviewTable rows={rows} now={now} backTo={isMine ? "/reviews?whose=mine" : "/reviews"} />
      ) : (
        <EmptyState title="Nothing is due">
          {isMine
            ? "Reviews of what you own, and those that a campaign asks of you, appear here."
            : "Exceptions in force appear here two weeks before their review is due."}
        </EmptyState>
      )}
      {hasMore && <p className="hint">Only the 100 that are due first are shown.</p>}
    </AppShell>
  );
}
