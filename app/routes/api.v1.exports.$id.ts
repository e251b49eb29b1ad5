import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { z } from "zod";
import { requireToken } from "#app/auth/caller.server.ts";
import { cancelExport } from "#app/exports/end-export.server.ts";
import { exportSeenBy, refuseCancelling } from "#app/exports/export-sight.server.ts";
import { wireOfExport } from "#app/exports/export-wire.ts";
import { answer, json, methodNotAllowed } from "#app/http/api.server.ts";

const Params = z.object({ id: z.string().min(1) });

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  return answer(context, async () => {
    const caller = await requireToken({ request, context }, "read");
    const found = await exportSeenBy(context.db, caller, Params.parse(params).id);
    return json(200, wireOfExport(found, context.now));
  });
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  return answer(context, async () => {
    if (request.method !== "DELETE") return methodNotAllowed("GET", "DELETE");
    const caller = await requireToken({ request, context }, "read");
    const { db, now } = context;
    const found = await exportSeenBy(db, caller, Params.parse(params).id);
    const refusal = refuseCancelling(found, caller);
    if (refusal) throw refusal;
    await cancelExport(db, found, caller, now);
    return json(200, wireOfExport(await exportSeenBy(db, caller, found.id), now));
  });
}
