import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { Plus } from "lucide-react";
import { requireCaller } from "#app/auth/caller.server.ts";
import { custodyWorkOf } from "#app/break-glass/custody-work.server.ts";
import { AppShell } from "#app/components/app-shell.tsx";
import { LinkButton } from "#app/components/button.tsx";
import { CustodyWork } from "#app/components/custody-work.tsx";
import { EmptyState } from "#app/components/empty-state.tsx";
import { OathAuditTask } from "#app/components/oath-audit-task.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { WorkList } from "#app/components/work-list.tsx";
import { shellOf } from "#app/http/shell.server.ts";
import { auditTaskOf } from "#app/oath/oath-view.server.ts";
import { myWorkOf } from "#app/register/my-work.server.ts";

export const meta: MetaFunction = () => [{ title: "My work · MFA Register" }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  const caller = await requireCaller({ request, context });
  const { db, now } = context;
  const { waiting, page } = await myWorkOf(db, caller, now);
  const audit = await auditTaskOf(db, caller, now);
  const custody = await custodyWorkOf(db, caller, now);
  return { ...page, shell: await shellOf(db, caller, now, waiting), now, audit, custody };
}

const none: Readonly<Record<string, string>> = {
  "What I filed": "Nothing of yours is open.",
  "What I own": "You answer for no record.",
};

function waitingText(count: number): string {
  if (count === 0) return "Nothing waits for you.";
  return count === 1 ? "One thing waits for you." : `${count} things wait for you.`;
}

export default function MyWork() {
  const { shell, now, waits, own, audit, custody } = useLoaderData<typeof loader>();
  const count = waits.reduce((sum, list) => sum + list.count, 0) + custody.length + (audit ? 1 : 0);
  return (
    <AppShell shell={shell}>
      <PageHeader
        title="My work"
        lede={waitingText(count)}
        actions={
          shell.mayFile && (
            <LinkButton look="primary" to="/exceptions/new">
              <Plus aria-hidden="true" /> New exception
            </LinkButton>
          )
        }
      />
      <div className="halves">
        <div className="stack-wide">
          {audit && <OathAuditTask audit={audit} now={now} />}
          <CustodyWork tasks={custody} now={now} />
          {count === 0 && (
            <EmptyState title="You are up to date">
              What you have to rate, approve, put in place, review, answer or close appears here, and secrets and drills
              that you see to.
            </EmptyState>
          )}
          {waits.map((list) => (
            <WorkList key={list.title} {...list} now={now} isDue none="" />
          ))}
        </div>
        <div className="stack-wide">
          {own.map((list) => (
            <WorkList key={list.title} {...list} now={now} none={none[list.title] ?? ""} />
          ))}
        </div>
      </div>
    </AppShell>
  );
}
