import type { LoaderFunctionArgs } from "@remix-run/node";
import { requireOverseer } from "#app/auth/require-overseer.server.ts";
import { CheckpointsQuery, checkpointWireOf } from "#app/checkpoints/checkpoint-wire.ts";
import { answer, json, methodNotAllowed, readQuery } from "#app/http/api.server.ts";
import { listCheckpoints } from "#db/checkpoints.ts";

export async function loader({ request, context }: LoaderFunctionArgs) {
  return answer(context, async () => {
    const { workspace } = await requireOverseer({ request, context });
    const { cursor, limit } = readQuery(request, CheckpointsQuery);
    const found = await listCheckpoints(context.db, workspace.id, { before: cursor ?? null, limit: limit + 1 });
    const shown = found.slice(0, limit);
    const last = found.length > limit ? shown.at(-1) : undefined;
    return json(200, { data: shown.map(checkpointWireOf), next_cursor: last ? String(last.size) : null });
  });
}

export async function action() {
  return methodNotAllowed("GET");
}
