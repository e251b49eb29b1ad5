import type { LoaderFunctionArgs } from "@remix-run/node";
import { z } from "zod";
import { requireOversightToken } from "#app/auth/require-overseer.server.ts";
import { answer, json, methodNotAllowed } from "#app/http/api.server.ts";
import { tokenView } from "#app/oath/oath-view.server.ts";
import { wholeTokenWireOf } from "#app/oath/tokens-on-wire.server.ts";

const Params = z.object({ id: z.string().min(1) });

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  return answer(context, async () => {
    const caller = await requireOversightToken({ request, context });
    return json(200, wholeTokenWireOf(await tokenView(context.db, caller, Params.parse(params).id, context.now)));
  });
}

export async function action() {
  return methodNotAllowed("GET");
}
