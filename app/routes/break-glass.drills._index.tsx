import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { CircleCheck, Clock, Minus } from "lucide-react";
import { requireCaller } from "#app/auth/caller.server.ts";
import { drillsView } from "#app/break-glass/drill-views.server.ts";
import { AppShell } from "#app/components/app-shell.tsx";
import { Badge } from "#app/components/badge.tsx";
import { BreakGlassTabs } from "#app/components/break-glass-tabs.tsx";
import { LinkButton } from "#app/components/button.tsx";
import { Card } from "#app/components/card.tsx";
import { DrillResultBadge } from "#app/components/drill-result.tsx";
import { EmptyState } from "#app/components/empty-state.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { dateOf, exact } from "#app/components/relative-time.ts";
import { TableBox } from "#app/components/table-box.tsx";
import { pageOf } from "#app/http/page.server.ts";
import { shellOf } from "#app/http/shell.server.ts";

export const meta: MetaFunction = () => [{ title: "Drills · MFA Register" }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  const caller = await requireCaller({ request, context });
  const { db, now } = context;
  return pageOf(async () => ({ shell: await shellOf(db, caller, now), now, ...(await drillsView(db, caller, now)) }));
}

export default function DrillsPage() {
  const { shell, now, quarter, accounts, drills, seesBypass } = useLoaderData<typeof loader>();
  return (
    <AppShell shell={shell}>
      <PageHeader
        title="Drills"
        crumbs={[{ label: "Break-glass", to: "/break-glass" }, { label: "Drills" }]}
        lede="Once a quarter each account is used as in an emergency: can it sign in, is that noticed, and is it safe again afterwards?"
        actions={
          accounts.some(({ mayPlan }) => mayPlan) && (
            <LinkButton look="primary" to="/break-glass/drills/new">
              Plan a drill
            </LinkButton>
          )
        }
      />
      <BreakGlassTabs current="drills" seesBypass={seesBypass} />
      <div className="stack-wide">
        {accounts.length > 0 && (
          <Card title={`The quarter ${quarter.name}`} aside={`until ${dateOf(quarter.endsAt)}`}>
            <ul className="checklist health">
              {accounts.map(({ userId, account, isHeld, isDue, openDrill, mayPlan }) => (
                <li key={userId} className={isHeld ? "tone-good" : undefined}>
                  {isHeld ? <CircleCheck aria-hidden="true" /> : <Clock aria-hidden="true" />}
                  <span>
                    {openDrill && (
                      <Link to={`/break-glass/drills/${openDrill}`}>{account}, the drill that is open</Link>
                    )}
                    {!openDrill && mayPlan && !isHeld && (
                      <Link to={`/break-glass/drills/new?account=${userId}`}>{account}, plan its drill</Link>
                    )}
                    {!openDrill && (!mayPlan || isHeld) && account}
                  </span>
                  <QuarterBadge isHeld={isHeld} isDue={isDue} />
                </li>
              ))}
            </ul>
          </Card>
        )}
        {drills.length === 0 ? (
          <EmptyState title="No drill yet">
            {accounts.length === 0
              ? "Register an emergency account first; its first drill is due in the same quarter."
              : "Plan one: whoever watches over the alarms is told, and a sign-in within its time counts as part of it."}
          </EmptyState>
        ) : (
          <TableBox label="Drills">
            <table>
              <caption className="sr">Drills, the latest first</caption>
              <thead>
                <tr>
                  <th scope="col">Account</th>
                  <th scope="col">Quarter</th>
                  <th scope="col">Result</th>
                  <th scope="col" className="off-phone">
                    Begins
                  </th>
                  <th scope="col" className="off-phone">
                    Signs in
                  </th>
                  <th scope="col" className="off-phone">
                    Steps
                  </th>
                </tr>
              </thead>
              <tbody>
                {drills.map((drill) => (
                  <tr key={drill.id}>
                    <th scope="row">
                      <Link to={`/break-glass/drills/${drill.id}`}>{drill.account}</Link>
                    </th>
                    <td>{drill.quarter}</td>
                    <td>
                      <DrillResultBadge drill={drill} now={now} isBare />
                    </td>
                    <td className="off-phone nowrap">{exact(drill.startsAt)}</td>
                    <td className="off-phone">{drill.signsIn}</td>
                    <td className="off-phone">
                      {drill.answered} of {drill.steps}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </TableBox>
        )}
      </div>
    </AppShell>
  );
}

function QuarterBadge({ isHeld, isDue }: { isHeld: boolean; isDue: boolean }) {
  if (isHeld)
    return (
      <Badge tone="good" icon={CircleCheck} isBare>
        held
      </Badge>
    );
  return isDue ? (
    <Badge tone="caution" icon={Clock} isBare>
      due
    </Badge>
  ) : (
    <Badge tone="neutral" icon={Minus} isBare>
      next quarter
    </Badge>
  );
}
