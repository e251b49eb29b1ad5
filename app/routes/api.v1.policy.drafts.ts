import type { LoaderFunctionArgs } from "@remix-run/node";
import { answer, json, methodNotAllowed } from "#app/http/api.server.ts";
import { draftOnWire, requireReadingToken } from "#app/policy/policy-api.server.ts";
import { listPolicyDrafts } from "#db/policy-drafts.ts";

const most = 100;

export async function loader({ request, context }: LoaderFunctionArgs) {
  return answer(context, async () => {
    const caller = await requireReadingToken({ request, context });
    const drafts = await listPolicyDrafts(context.db, caller.workspace.id, most);
    return json(200, { data: await Promise.all(drafts.map((draft) => draftOnWire(context.db, caller, draft))) });
  });
}

export const action = () => methodNotAllowed("GET");
