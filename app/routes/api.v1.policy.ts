import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { requireToken } from "#app/auth/caller.server.ts";
import { answer, changeOnce, json, methodNotAllowed, readJson } from "#app/http/api.server.ts";
import { problem } from "#app/http/problem.ts";
import { draftOnWire, requireReadingToken } from "#app/policy/policy-api.server.ts";
import { contentOfWire, PolicyPut, wireOfVersion } from "#app/policy/policy-wire.ts";
import { savePolicy } from "#app/policy/save-policy.server.ts";
import { latestPolicyVersion } from "#db/policies.ts";

export async function loader({ request, context }: LoaderFunctionArgs) {
  return answer(context, async () => {
    const { workspace } = await requireReadingToken({ request, context });
    return json(200, wireOfVersion(await latestPolicyVersion(context.db, workspace.id)));
  });
}

export async function action({ request, context }: ActionFunctionArgs) {
  return answer(context, async () => {
    if (request.method !== "PUT") return methodNotAllowed("GET", "PUT");
    const caller = await requireToken({ request, context }, "policy");
    const { body, text } = await readJson(request, PolicyPut);
    const content = contentOfWire(body);
    if (!content.success) {
      const errors = content.error.issues.map(({ path, message }) => ({ field: path.join("."), message }));
      return problem(400, "invalid_body", errors.map(({ message }) => message).join(" "), { errors });
    }
    return changeOnce({ context, caller, request, text }, async (tx) => {
      const { draft } = await savePolicy(tx, {
        workspaceId: caller.workspace.id,
        basedOn: body.based_on,
        content: content.data,
        forcesReenrollment: body.force_reenrollment,
        reason: body.reason,
        by: caller.actor,
        actor: caller.auditActor,
        now: context.now,
      });
      if (draft) return { status: 202, body: await draftOnWire(tx, caller, draft) };
      return { status: 200, body: wireOfVersion(await latestPolicyVersion(tx, caller.workspace.id)) };
    });
  });
}
