import { Link } from "@remix-run/react";
import { factorLabels } from "#app/register/describe.ts";
import type { Explained } from "#app/signins/explained.ts";
import { Figures } from "./figures.tsx";
import { dateOf } from "./relative-time.ts";

type Props = { explained: Explained; maySeePolicy: boolean };

/** What was asked for, what the session had, what made up the difference, and by which policy. */
export function DecisionFigures({ explained: { row, read, again, policy, policySince }, maySeePolicy }: Props) {
  const policyName = `Policy ${policy.version}`;
  const accepted = again?.decision.acceptableFactors.map((kind) => factorLabels[kind]).join(", ");
  const methods = read.signIn.completed.map(({ method }) => methodWords(method)).join(", ");
  return (
    <Figures
      figures={[
        {
          term: "Policy asked for",
          value: `AAL${read.requiredAal}`,
          note: accepted ? `accepts ${accepted}` : undefined,
        },
        { term: "Session had", value: `AAL${read.achievedAal}`, note: methods || "nothing completed" },
        {
          term: "Lowered by",
          value: row.exceptionId ? <Link to={`/exceptions/${row.exceptionId}`}>{row.exceptionId}</Link> : "nothing",
          note: read.graceEndsAt ? `time to enrol until ${dateOf(read.graceEndsAt)}` : undefined,
        },
        {
          term: "Decided with",
          value: maySeePolicy ? (
            <Link to={`/settings/policy/versions/${policy.version}`}>{policyName}</Link>
          ) : (
            policyName
          ),
          note: `in force since ${dateOf(policySince)}`,
        },
      ]}
    />
  );
}

/** The name of a completed method; a factor's, or how somebody began. */
export function methodWords(method: string): string {
  return method.replaceAll("_", " ");
}
