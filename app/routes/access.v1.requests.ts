import type { ActionFunctionArgs } from "@remix-run/node";
import { AccessRequestWire } from "#app/access-requests/access-request-wire.ts";
import { type Denial, readDenial } from "#app/access-requests/denial.server.ts";
import { accessProblem } from "#app/access-requests/problems.ts";
import { requestAccess } from "#app/access-requests/request-access.server.ts";
import { requireAccessRequests } from "#app/access-requests/require-access-requests.server.ts";
import { taskWire } from "#app/access-requests/task-wire.ts";
import { answer, changeOnce, methodNotAllowed, readJson } from "#app/http/api.server.ts";

export const loader = () => methodNotAllowed("POST");

export async function action({ request, context }: ActionFunctionArgs) {
  return answer(context, async () => {
    const requester = await requireAccessRequests({ request, context });
    if (request.method !== "POST") return methodNotAllowed("POST");
    const { body, text } = await readJson(request, AccessRequestWire);
    const { now, secrets, publicUrl } = context;
    return changeOnce({ context, caller: requester, request, text }, async (tx) => {
      const denial = checkDenial(readDenial(secrets, body.denial.binding_token), body, requester.workspace.id, now);
      const record = await requestAccess(tx, { requester, denial, asked: body, now });
      return { status: 202, body: taskWire(record, { hasLapsed: false, origin: publicUrl.origin, now }) };
    });
  });
}

/** What is asked for has to be what was refused, here and lately. */
function checkDenial(denial: Denial | null, asked: AccessRequestWire, workspaceId: string, now: string): Denial {
  const { subject, resource, denial: given } = asked;
  const isSame =
    denial !== null &&
    denial.workspaceId === workspaceId &&
    denial.subjectKind === subject.type &&
    denial.subjectId === subject.id &&
    denial.applicationId === resource.id &&
    (given.evaluation_id === undefined || given.evaluation_id === denial.decisionId);
  if (!isSame) throw accessProblem("invalid_denial_binding", "The binding token is not of a refusal of this sign-in.");
  if (denial.expiresAt <= now)
    throw accessProblem("expired_denial", "The refusal is too old. Ask for a decision again.");
  return denial;
}
