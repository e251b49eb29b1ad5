import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { requireToken } from "#app/auth/caller.server.ts";
import { exportSeenBy, exportsSeenBy } from "#app/exports/export-sight.server.ts";
import { NewExportWire, wireOfExport } from "#app/exports/export-wire.ts";
import { requestExport } from "#app/exports/request-export.server.ts";
import { answer, changeOnce, json, methodNotAllowed, readJson } from "#app/http/api.server.ts";

const most = 100;

export async function loader({ request, context }: LoaderFunctionArgs) {
  return answer(context, async () => {
    const caller = await requireToken({ request, context }, "read");
    const exports = await exportsSeenBy(context.db, caller, { limit: most });
    return json(200, { data: exports.map((found) => wireOfExport(found, context.now)) });
  });
}

export async function action({ request, context }: ActionFunctionArgs) {
  return answer(context, async () => {
    if (request.method !== "POST") return methodNotAllowed("GET", "POST");
    const caller = await requireToken({ request, context }, "read");
    const { now } = context;
    const { body, text } = await readJson(request, NewExportWire);
    const { as_of: asOf, from, to, ...wanted } = body;
    const params = { ...(from && { from }), ...(to && { to }) };
    return changeOnce({ context, caller, request, text }, async (tx) => {
      const workspaceId = caller.workspace.id;
      const id = await requestExport(tx, { workspaceId, ...wanted, asOf, params, by: caller, now });
      return { status: 202, body: wireOfExport(await exportSeenBy(tx, caller, id), now) };
    });
  });
}
