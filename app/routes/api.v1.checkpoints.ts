import type { LoaderFunctionArgs } from "@remix-run/node";
import { requireOverseer } from "#app/auth/require-overseer.server.ts";
import { CheckpointsQuery } from "#app/checkpoints/checkpoint-wire.ts";
import { checkpointsOnWire } from "#app/checkpoints/checkpoints-on-wire.server.ts";
import { answer, json, methodNotAllowed, readQuery } from "#app/http/api.server.ts";

export async function loader({ request, context }: LoaderFunctionArgs) {
  return answer(context, async () => {
    const { workspace } = await requireOverseer({ request, context });
    return json(200, await checkpointsOnWire(context.db, workspace.id, readQuery(request, CheckpointsQuery)));
  });
}

export async function action() {
  return methodNotAllowed("GET");
}
