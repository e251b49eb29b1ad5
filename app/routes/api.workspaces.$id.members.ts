import type { LoaderFunctionArgs } from "@remix-run/node";
import { z } from "zod";
import { requireDirectoryReadToken } from "#app/directory/directory-access.server.ts";
import { membersAsJson } from "#app/directory/members.server.ts";
import { refuseOtherWorkspace } from "#app/directory/refuse-other-workspace.server.ts";
import { answer, methodNotAllowed, readQuery } from "#app/http/api.server.ts";

const Params = z.object({ sso_required: z.enum(["true", "false"]).optional() });

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  return answer(context, async () => {
    const { workspace } = await requireDirectoryReadToken({ request, context });
    refuseOtherWorkspace(workspace, params.id);
    const { sso_required: sso } = readQuery(request, Params);
    const asked = {
      workspaceId: workspace.id,
      ssoRequired: sso === undefined ? null : sso === "true",
      now: context.now,
    };
    const headers = { "Content-Type": "application/json", "Cache-Control": "no-store" };
    return new Response(membersAsJson(context.db, asked), { headers });
  });
}

export async function action() {
  return methodNotAllowed("GET");
}
