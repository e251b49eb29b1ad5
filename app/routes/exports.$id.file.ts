import type { LoaderFunctionArgs } from "@remix-run/node";
import { z } from "zod";
import { requireCaller } from "#app/auth/caller.server.ts";
import { requireFreshFactor } from "#app/auth/step-up-for.server.ts";
import { sendExport } from "#app/exports/send-export.server.ts";
import { pageOf } from "#app/http/page.server.ts";

const Params = z.object({ id: z.string().min(1) });

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const caller = await requireCaller({ request, context });
  const { id } = Params.parse(params);
  await requireFreshFactor({ request, context }, { caller, to: `/exports/${id}` });
  return pageOf(() => sendExport({ request, context }, caller, id));
}
