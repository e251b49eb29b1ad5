import { type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { Link, useActionData, useLoaderData } from "@remix-run/react";
import { requireCaller } from "#app/auth/caller.server.ts";
import { Resolution } from "#app/break-glass/account-forms.ts";
import { accountsView } from "#app/break-glass/accounts-view.server.ts";
import { carriedOut, typedIn, wrongIn } from "#app/break-glass/answer-form.server.ts";
import { currentDrill } from "#app/break-glass/drill-views.server.ts";
import { resolveFinding } from "#app/break-glass/resolve-finding.server.ts";
import { latestUses } from "#app/break-glass/use-views.server.ts";
import { declares } from "#app/break-glass/who-may.server.ts";
import { AccountCard } from "#app/components/account-card.tsx";
import { AccountFindings } from "#app/components/account-findings.tsx";
import { AppShell } from "#app/components/app-shell.tsx";
import { Banner } from "#app/components/banner.tsx";
import { BreakGlassTabs } from "#app/components/break-glass-tabs.tsx";
import { LinkButton } from "#app/components/button.tsx";
import { Card } from "#app/components/card.tsx";
import { DrillCard } from "#app/components/drill-card.tsx";
import { EmptyState } from "#app/components/empty-state.tsx";
import { ErrorSummary } from "#app/components/error-summary.tsx";
import { ExportLink } from "#app/components/export-link.tsx";
import { FindingList } from "#app/components/finding-list.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { dateOf } from "#app/components/relative-time.ts";
import { TestAlarm } from "#app/components/test-alarm.tsx";
import { UseLog } from "#app/components/use-log.tsx";
import { pageOf } from "#app/http/page.server.ts";
import { shellOf } from "#app/http/shell.server.ts";
import { readsPolicy } from "#app/register/roles.ts";

export const meta: MetaFunction = () => [{ title: "Break-glass · MFA Register" }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  const caller = await requireCaller({ request, context });
  const { db, now } = context;
  return pageOf(async () => ({
    ...(await accountsView(db, caller, now)),
    shell: await shellOf(db, caller, now),
    now,
    uses: await latestUses(db, caller, now),
    drill: await currentDrill(db, caller, now),
    mayTest: await declares(db, caller),
    seesBypass: readsPolicy(caller.roles),
  }));
}

export async function action({ request, context }: ActionFunctionArgs) {
  const caller = await requireCaller({ request, context });
  const form = await request.formData();
  const typed = typedIn(form);
  const read = Resolution.safeParse(typed);
  if (!read.success) return wrongIn(typed, read.error);
  const { findingId: id, resolution } = read.data;
  const { refused } = await carriedOut({ request, context }, { caller, form }, () =>
    resolveFinding(context.db, { caller, id, resolution, now: context.now }),
  );
  return refused ?? redirect("/break-glass");
}

export default function BreakGlass() {
  const view = useLoaderData<typeof loader>();
  const sent = useActionData<typeof action>()?.sent ?? null;
  const { shell, now, accounts, retired, derived, findings, bypassWithoutFactor, mayKeep, seesBypass } = view;
  const { uses, drill, mayTest } = view;
  return (
    <AppShell shell={shell}>
      <PageHeader
        title="Break-glass accounts"
        lede="Accounts that sign in while the identity provider is down. Each is held by two people, and any use is told at once."
        actions={
          <div className="row">
            {shell.seesAudit && <ExportLink kind="break_glass" query="" />}
            {mayTest && <TestAlarm />}
            {mayKeep && (
              <LinkButton look="primary" to="/break-glass/accounts/new">
                Register an account
              </LinkButton>
            )}
          </div>
        }
      />
      <BreakGlassTabs current="accounts" seesBypass={seesBypass} />
      <ErrorSummary errors={sent?.errors ?? {}} title="This was not done" />
      {bypassWithoutFactor > 0 && (
        <Banner tone="danger">
          <strong>
            {bypassWithoutFactor === 1 ? "One account" : `${bypassWithoutFactor} accounts`} can sign in without the
            identity provider and without a second factor.
          </strong>{" "}
          <Link to="/break-glass/bypass">See which</Link>
        </Banner>
      )}
      <div className="stack-wide">
        <AccountFindings findings={derived} />
        {accounts.length > 0 ? (
          <div className="halves even">
            {accounts.map((account) => (
              <AccountCard
                key={account.userId}
                account={account}
                findings={derived.filter(({ userId }) => userId === account.userId)}
                now={now}
              />
            ))}
          </div>
        ) : (
          <EmptyState title="No account is registered">
            Keep at least two, held by different people and in different places.
          </EmptyState>
        )}
        {drill && <DrillCard drill={drill} now={now} />}
        {uses.length > 0 && (
          <Card title="Use log" aside={<Link to="/break-glass/uses">All uses</Link>} isFlush>
            <UseLog rows={uses} now={now} />
          </Card>
        )}
        <FindingList
          findings={findings}
          mayResolve={mayKeep}
          sent={
            sent && {
              findingId: sent.typed.findingId ?? "",
              resolution: sent.typed.resolution ?? "",
              errors: sent.errors,
            }
          }
        />
        {retired.length > 0 && (
          <p className="small muted">
            Retired:{" "}
            {retired.map(({ userId, name, retiredAt }, index) => (
              <span key={userId}>
                {index > 0 && ", "}
                <Link to={`/break-glass/accounts/${userId}`}>{name}</Link> on {dateOf(retiredAt)}
              </span>
            ))}
          </p>
        )}
      </div>
    </AppShell>
  );
}
