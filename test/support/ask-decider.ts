import { createDecider } from "#app/signins/decide.server.ts";
import { parseEvaluationRequest } from "#app/signins/evaluation-request.ts";
import type { TestDatabase } from "./databases.ts";
import { signInOf } from "./decisions.ts";

export type Asked = { subjectId: string; at: string; application?: string; context?: Record<string, unknown> };

/** Puts sign-ins to a decider, each at its time, and returns the ids of the decisions. */
export async function askDecider(
  { database }: Pick<TestDatabase, "database">,
  token: string,
  asked: readonly Asked[],
): Promise<string[]> {
  let at = "";
  const decider = createDecider(database, {
    now: () => at,
    logFault: (fault) => {
      throw fault;
    },
  });
  const ids: string[] = [];
  for (const { subjectId, application, context, at: now } of asked) {
    at = now;
    const body = signInOf(subjectId, context);
    const resource = { ...body.resource, id: application ?? body.resource.id };
    const parsed = parseEvaluationRequest({ ...body, resource });
    if (!parsed.ok) throw new Error(parsed.message);
    const answer = await decider.decide({ token, requestId: null, request: parsed.request });
    if (answer.kind !== "decided") throw new Error(`a sign-in was answered "${answer.kind}"`);
    ids.push(JSON.parse(answer.body).context.decision_id);
  }
  return ids;
}
