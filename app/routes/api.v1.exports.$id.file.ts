import type { LoaderFunctionArgs } from "@remix-run/node";
import { z } from "zod";
import { requireToken } from "#app/auth/caller.server.ts";
import { sendExport } from "#app/exports/send-export.server.ts";
import { answer, methodNotAllowed } from "#app/http/api.server.ts";

const Params = z.object({ id: z.string().min(1) });

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  return answer(context, async () => {
    const caller = await requireToken({ request, context }, "read");
    return sendExport({ request, context }, caller, Params.parse(params).id);
  });
}

export const action = () => methodNotAllowed("GET");
