import type { Decision, Exemption, Instant, Policy, SignIn } from "#app/engine/types.ts";
import type { Db } from "#db/connect.ts";
import { currentPolicy } from "#db/policies.ts";
import { prepareSignInFacts } from "#db/sign-in-facts.ts";
import { queryRunner } from "#db/statements.ts";
import { decideCase } from "./decide-cases.ts";
import type { EvaluationRequest } from "./evaluation-request.ts";
import { gatherFacts } from "./gather-facts.server.ts";

export type Evaluation = { decision: Decision; signIn: SignIn; policy: Policy; exemptions: readonly Exemption[] };

/**
 * Decides one sign-in, or step-up, without recording it, for the console and for previews; what the login path is told goes through
 * a decider. Reads the same rows in the same way, judged as of `now`: the policy is always the one in force today.
 */
export async function evaluateOnce(
  db: Db,
  { workspaceId, request, now }: { workspaceId: string; request: EvaluationRequest; now: Instant },
): Promise<Evaluation> {
  const policy = await currentPolicy(db, workspaceId);
  const [found] = await gatherFacts(prepareSignInFacts(db), queryRunner(db), {
    workspaceId,
    requests: [request],
    now,
    isSpending: false,
  });
  if (!found) throw new Error("one request was gathered into no case, expected one");
  return { decision: decideCase(found, policy), policy, ...found };
}
