import type { ActionFunctionArgs } from "@remix-run/node";
import { requireToken } from "#app/auth/caller.server.ts";
import { answer, changeOnce, methodNotAllowed, readJson } from "#app/http/api.server.ts";
import { bulk } from "#app/register/bulk.server.ts";
import { BulkWire } from "#app/register/bulk-wire.ts";

export const loader = () => methodNotAllowed("POST");

export async function action({ request, context }: ActionFunctionArgs) {
  return answer(context, async () => {
    if (request.method !== "POST") return methodNotAllowed("POST");
    const caller = await requireToken({ request, context }, "write");
    const { body, text } = await readJson(request, BulkWire);
    return changeOnce({ context, caller, request, text }, async (tx) => ({
      status: 200,
      body: await bulk(tx, caller, body, context.now),
    }));
  });
}
