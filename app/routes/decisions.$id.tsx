import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { FlaskConical } from "lucide-react";
import { z } from "zod";
import { requireCaller } from "#app/auth/caller.server.ts";
import { AppShell } from "#app/components/app-shell.tsx";
import { LinkButton } from "#app/components/button.tsx";
import { Card } from "#app/components/card.tsx";
import { DecisionAgain } from "#app/components/decision-again.tsx";
import { DecisionFigures } from "#app/components/decision-figures.tsx";
import { DecisionKnown } from "#app/components/decision-known.tsx";
import { DecisionRested } from "#app/components/decision-rested.tsx";
import { DecisionTrace } from "#app/components/decision-trace.tsx";
import { OutcomeBadge } from "#app/components/outcome-badge.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { ReasonCode } from "#app/components/reason-code.tsx";
import { exactToMillisecond } from "#app/components/relative-time.ts";
import { pageOf } from "#app/http/page.server.ts";
import { shellOf } from "#app/http/shell.server.ts";
import { readsPolicy, seesSignIns } from "#app/register/roles.ts";
import { explainDecision } from "#app/signins/explain-decision.server.ts";
import { outcomeQuestions, reasonTexts } from "#app/signins/outcome-words.ts";
import { signInNames } from "#app/signins/sign-in-names.server.ts";
import { whatIfLink } from "#app/what-if/what-if-link.ts";

const Params = z.object({ id: z.string().min(1) });

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const caller = await requireCaller({ request, context });
  const { id } = Params.parse(params);
  const { db, now } = context;
  return pageOf(async () => {
    const explained = await explainDecision(db, caller, id);
    return {
      shell: await shellOf(db, caller, now),
      now,
      explained,
      names: await signInNames(db, caller.workspace.id, [explained.row]),
      maySeePolicy: readsPolicy(caller.roles),
      whatIf: seesSignIns(caller.roles) ? whatIfLink(explained) : null,
    };
  });
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `Sign-in ${data?.explained.id ?? ""} · MFA Register` },
];

export default function DecisionPage() {
  const { shell, now, explained, names, maySeePolicy, whatIf } = useLoaderData<typeof loader>();
  const { id, row, read, again } = explained;
  const { meaning, fix } = reasonTexts[row.reason];
  return (
    <AppShell shell={shell}>
      <PageHeader
        title={read.stepUp ? "Why was this step-up decided so?" : outcomeQuestions[row.outcome]}
        crumbs={[
          { label: "Sign-ins", to: "/decisions" },
          { label: id, canCopy: true },
        ]}
        meta={
          <>
            <OutcomeBadge outcome={row.outcome} reason={row.reason} />
            <ReasonCode reason={row.reason} />
            <span>
              {names[row.subjectId] ?? row.subjectId} to{" "}
              {names[`application:${row.applicationId}`] ?? row.applicationId}
            </span>
            <time dateTime={row.at}>{exactToMillisecond(row.at)}</time>
          </>
        }
        lede={`${meaning} Who can change it: ${fix.charAt(0).toLowerCase()}${fix.slice(1)}`}
        actions={
          whatIf && (
            <LinkButton to={whatIf}>
              <FlaskConical aria-hidden="true" /> What if
            </LinkButton>
          )
        }
      />
      <DecisionFigures explained={explained} maySeePolicy={maySeePolicy} />
      <div className="cols">
        <div className="stack-wide">
          {again && (
            <Card title="Rule by rule" aside="in the order in which they were asked" isFlush>
              <DecisionTrace because={again.decision.because} />
            </Card>
          )}
          <DecisionKnown explained={explained} names={names} />
        </div>
        <div className="rail">
          <DecisionAgain explained={explained} />
          <DecisionRested explained={explained} now={now} />
        </div>
      </div>
    </AppShell>
  );
}
