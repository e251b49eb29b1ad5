import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { FlaskConical } from "lucide-react";
import { requireCaller } from "#app/auth/caller.server.ts";
import { AppShell } from "#app/components/app-shell.tsx";
import { Banner } from "#app/components/banner.tsx";
import { LinkButton } from "#app/components/button.tsx";
import { EmptyState } from "#app/components/empty-state.tsx";
import { ExportLink } from "#app/components/export-link.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { Pager } from "#app/components/pager.tsx";
import { type SignInFilter, SignInFilters } from "#app/components/sign-in-filters.tsx";
import { SignInTable } from "#app/components/sign-in-table.tsx";
import { shellOf } from "#app/http/shell.server.ts";
import { seesSignIns } from "#app/register/roles.ts";
import { withInstants } from "#app/register/typed-time.ts";
import { findSignIns } from "#app/signins/find-sign-ins.server.ts";
import { signInNames } from "#app/signins/sign-in-names.server.ts";
import { SignInParams, writeSignInCursor } from "#app/signins/sign-in-query.ts";

export const meta: MetaFunction = () => [{ title: "Sign-ins · MFA Register" }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  const caller = await requireCaller({ request, context });
  const { db, now } = context;
  const { searchParams } = new URL(request.url);
  const read = SignInParams.safeParse(withInstants(searchParams, ["from", "to"], caller.workspace.timeZone));
  // A link that was edited by hand still shows the sign-ins, and says that its filter was not understood.
  const params = read.success ? read.data : SignInParams.parse({});
  const { signIns, next, isComplete } = await findSignIns(db, caller, params);
  const { limit: _limit, cursor, ...filter } = params;
  return {
    shell: await shellOf(db, caller, now),
    now,
    understood: read.success,
    isComplete,
    seesAll: seesSignIns(caller.roles),
    filter: filter as SignInFilter, // cast: what was not asked for is left out
    rows: signIns,
    names: await signInNames(db, caller.workspace.id, signIns),
    next: writeSignInCursor(next),
    isFirstPage: cursor === undefined,
  };
}

export default function SignIns() {
  const { shell, now, understood, isComplete, seesAll, filter, rows, names, next, isFirstPage } =
    useLoaderData<typeof loader>();
  const pageAt = (cursor: Record<string, string>) => `/decisions?${new URLSearchParams({ ...filter, ...cursor })}`;
  return (
    <AppShell shell={shell}>
      <PageHeader
        title="Sign-ins"
        lede={
          seesAll
            ? "Every decision that the login path was given, newest first. Each says why."
            : "What the login path was told about your sign-ins, newest first. Each says why."
        }
        actions={
          seesAll && (
            <div className="row">
              <ExportLink kind="decisions" query={new URLSearchParams(filter).toString()} />
              <LinkButton to="/what-if">
                <FlaskConical aria-hidden="true" /> What if
              </LinkButton>
            </div>
          )
        }
      />
      {!understood && <Banner tone="caution">Part of this address was not understood, so nothing is filtered.</Banner>}
      {!isComplete && <Banner tone="info">So much is being decided that the newest are still missing here.</Banner>}
      <SignInFilters filter={filter} seesAll={seesAll} />
      {rows.length > 0 ? (
        <SignInTable rows={rows} names={names} now={now} />
      ) : (
        <EmptyState title="Nothing here">
          {Object.keys(filter).length > 0 ? "No sign-in fits. Ask for less." : "No sign-in has been decided yet."}
        </EmptyState>
      )}
      <Pager
        first={isFirstPage ? null : pageAt({})}
        firstLabel="Newest"
        next={next && pageAt({ cursor: next })}
        nextLabel="Older"
      />
    </AppShell>
  );
}
