import type { ActionFunctionArgs } from "@remix-run/node";
import { requireToken } from "#app/auth/caller.server.ts";
import { changeSecurity } from "#app/directory/change-security.server.ts";
import { refuseOtherWorkspace } from "#app/directory/refuse-other-workspace.server.ts";
import { SecuritySetting } from "#app/directory/security-setting.ts";
import { answer, changeOnce, methodNotAllowed, readJson } from "#app/http/api.server.ts";

export async function loader() {
  return methodNotAllowed("PATCH");
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  return answer(context, async () => {
    if (request.method !== "PATCH") return methodNotAllowed("PATCH");
    const caller = await requireToken({ request, context }, "policy");
    refuseOtherWorkspace(caller.workspace, params.id);
    const { body, text } = await readJson(request, SecuritySetting);
    return changeOnce({ context, caller, request, text }, async (tx) => {
      const { status, setting, draftId } = await changeSecurity(tx, { caller, setting: body, now: context.now });
      return { status, body: { ...setting, waiting_for_second_admin: draftId } };
    });
  });
}
